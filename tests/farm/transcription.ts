// Transcription: checks an upload as its provider does, hears the tones in it and writes the words in the form that was
// asked for. The file is decoded from the very bytes that came. Knows nothing of connections.
import { decode } from './decode.ts';
import { type Heard, hear } from './hear.ts';
import { type Answer, json, type Kind, type ModelFacts } from './kind.ts';
import type { ReadForm } from './multipart.ts';

export type Upload = { form: ReadForm; model: ModelFacts; format: string; granularities: string[]; diarize: boolean };
export type Transcribed = { seconds: number; words: Heard[] };

const field = (form: ReadForm, name: string): string | null => form.values(name)[0] ?? null;

export const modelOf = (form: ReadForm): string | null => field(form, 'model') || null;

/** Everything that can be refused before the sound is looked at. */
export const checkUpload = (kind: Kind, form: ReadForm, model: ModelFacts): Answer | Upload => {
  const { refuse } = kind;
  if (!form.file) return refuse.badRequest('file is required', 'file');
  const ending = /\.([^./\\]+)$/.exec(form.logged.fileName ?? '')?.[1]?.toLowerCase();
  if (kind.endings && !(ending && kind.endings.includes(ending))) return refuse.badEnding(form.logged.fileName ?? '');
  const format = field(form, 'response_format') ?? 'json';
  if (!model.formats.includes(format)) return refuse.badFormat(format, model.id, model.formats);
  const prompt = field(form, 'prompt') ?? '';
  if (kind.mostPrompt !== null && prompt.length > kind.mostPrompt)
    return refuse.badRequest(
      `prompt length must be ${kind.mostPrompt} characters or fewer, but provided prompt contains ${prompt.length} characters`,
      'prompt',
    );
  const asked = [...form.values('timestamp_granularities[]'), ...form.values('timestamp_granularities')];
  const granularities = asked.length > 0 ? asked : ['segment'];
  return { form, model, format, granularities, diarize: kind.id === 'together' && field(form, 'diarize') === 'true' };
};

/** @param mostSeconds longer recordings are refused; null: none are */
export const transcribe = async (
  kind: Kind,
  { form }: Upload,
  mostSeconds: number | null,
): Promise<Answer | Transcribed> => {
  const sound = form.file && (await decode(form.file));
  if (!sound) return kind.refuse.badAudio();
  if (mostSeconds !== null && sound.seconds > mostSeconds) return kind.refuse.audioTooLong(sound.seconds, mostSeconds);
  return { seconds: sound.seconds, words: hear(sound.pcm, sound.rate) };
};

const spoken = (words: readonly Heard[]): string => words.map(({ word }) => word).join(' ');

/** Cut in pauses and after twelve words, as speech models cut after sentences. */
const segmentsOf = (words: readonly Heard[]): Heard[][] => {
  const groups: Heard[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && group.length < 12 && word.start - last.end < 0.6) group.push(word);
    else groups.push([word]);
  }
  return groups;
};

const segmentOf = (group: readonly Heard[], id: number) => ({
  id,
  seek: 0,
  start: group[0]?.start ?? 0,
  end: group.at(-1)?.end ?? 0,
  text: ` ${spoken(group)}`,
  tokens: [50_364],
  temperature: 0,
  avg_logprob: -0.12,
  compression_ratio: 1.1,
  no_speech_prob: 0.01,
});

/** One speaker, since tones have no voice. */
const spokenBy = (group: readonly Heard[], index: number) => {
  const { start, end, text } = segmentOf(group, index);
  return { type: 'transcript.text.segment', id: `seg_${index}`, start, end, text, speaker: 'A' };
};

/** TogetherAI's way: beside the segments, by who speaks (from its client's types, 2026). */
const bySpeaker = (group: readonly Heard[], index: number) => {
  const { start, end, text } = segmentOf(group, index);
  return { id: index, speaker_id: 'SPEAKER_00', start, end, text: text.trim(), words: group };
};

const clock = (seconds: number, comma: string): string => {
  const ms = Math.round(seconds * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${comma}${rest}`;
};

const subtitles = (groups: readonly Heard[][], kind: 'srt' | 'vtt'): string => {
  const comma = kind === 'srt' ? ',' : '.';
  const cues = groups.map((group, index) => {
    const segment = segmentOf(group, index);
    const number = kind === 'srt' ? `${index + 1}\n` : '';
    return `${number}${clock(segment.start, comma)} --> ${clock(segment.end, comma)}\n${spoken(group)}\n`;
  });
  return `${kind === 'vtt' ? 'WEBVTT\n\n' : ''}${cues.join('\n')}\n`;
};

const plain = (body: string): Answer => ({ status: 200, type: 'text/plain; charset=utf-8', body });

export const writeTranscript = (kind: Kind, upload: Upload, { seconds, words }: Transcribed): Answer => {
  const text = spoken(words);
  const groups = segmentsOf(words);
  const groq = kind.id === 'groq' ? { x_groq: { id: `req_${crypto.randomUUID()}` } } : {};
  const usage = kind.id === 'openai' ? { usage: { type: 'duration', seconds: Math.ceil(seconds) } } : {};
  if (upload.format === 'text') return plain(`${text}\n`);
  if (upload.format === 'srt' || upload.format === 'vtt') return plain(subtitles(groups, upload.format));
  if (upload.format === 'diarized_json')
    return json(200, { task: 'transcribe', duration: seconds, text, segments: groups.map(spokenBy), ...usage });
  if (upload.format !== 'verbose_json') return json(200, { text, ...usage, ...groq });
  const asked = upload.granularities;
  return json(200, {
    task: 'transcribe',
    language: kind.id === 'groq' ? 'English' : kind.id === 'together' ? 'en' : 'english',
    duration: Math.round(seconds * 1000) / 1000,
    text,
    ...(asked.includes('word') ? { words } : {}),
    ...(asked.includes('segment') ? { segments: groups.map(segmentOf) } : {}),
    ...(upload.diarize ? { speaker_segments: groups.map(bySpeaker) } : {}),
    ...usage,
    ...groq,
  });
};
