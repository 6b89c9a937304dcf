// What speech models answer, read leniently: text, segments, words, speakers and what they say of their own work, in the
// forms of Whisper (verbose_json), of OpenAI's diarized_json and of TogetherAI's speaker segments.
// Never guesses: a list with one entry that cannot be read is no list, since its words would be lost unseen.
import type { Quality, Segment } from '../domain/transcript.ts';
import { z } from '../domain/zod.ts';

const number = z.union([z.number(), z.string().regex(/^-?\d/).transform(Number)]);
const optional = number.nullish().catch(null);
const name = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);

const entrySchema = z.object({
  start: number,
  end: number,
  text: z.string().optional(),
  word: z.string().optional(),
  speaker: name,
  speaker_id: name,
  no_speech_prob: optional,
  avg_logprob: optional,
  compression_ratio: optional,
});
type Entry = z.infer<typeof entrySchema>;

const entries = z.array(entrySchema).nullish().catch(null);

export const answerSchema = z.object({
  error: z.unknown().optional(),
  text: z.string().nullish().catch(null),
  language: z.string().nullish().catch(null),
  duration: optional,
  usage: z.object({ seconds: optional }).nullish().catch(null),
  segments: entries,
  speaker_segments: entries,
  words: entries,
});
export type Answered = z.infer<typeof answerSchema>;

const qualityOf = (entry: Entry): Quality | undefined => {
  const [noSpeech, logProbability, compression] = [
    entry.no_speech_prob ?? null,
    entry.avg_logprob ?? null,
    entry.compression_ratio ?? null,
  ];
  const isTold = noSpeech !== null || logProbability !== null || compression !== null;
  return isTold ? { noSpeech, logProbability, compression } : undefined;
};

const segmentOf = (entry: Entry): Segment => {
  const speaker = entry.speaker ?? entry.speaker_id ?? undefined;
  const quality = qualityOf(entry);
  return {
    start: entry.start,
    end: entry.end,
    text: entry.text ?? entry.word ?? '',
    ...(speaker === undefined ? {} : { speaker }),
    ...(quality ? { quality } : {}),
  };
};

const listOf = (list: Answered['segments']): Segment[] | undefined => {
  if (!list || list.some(({ text, word }) => text === undefined && word === undefined)) return undefined;
  return list.map(segmentOf);
};

/** Segments by speaker say all that the others say, and whose words they are. */
export const segmentsOf = ({ segments, speaker_segments }: Answered): Segment[] | undefined => {
  const bySpeaker = listOf(speaker_segments);
  return bySpeaker && bySpeaker.length > 0 ? bySpeaker : listOf(segments);
};

export const wordsOf = ({ words }: Answered): Segment[] | undefined => listOf(words);

/** Seconds of audio that were counted, as far as the answer says. */
export const secondsOf = ({ duration, usage }: Answered): number | null => duration ?? usage?.seconds ?? null;
