// One upload of audio to a speech model. The same bytes can go to any target; `model` stands before `file`,
// since TogetherAI routes by it before it has read the rest. Knows nothing of turns or limits.
import { faultOf } from '../domain/fault.ts';
import { noUsage } from '../domain/trace.ts';
import type { Transcript, Upload, Wire } from '../domain/wire.ts';
import { exchange, type Fetch, failed, headersOf, readJson } from './exchange.ts';
import { hiddenOf } from './hidden.ts';
import { answerSchema, secondsOf, segmentsOf, wordsOf } from './transcription-answer.ts';

const formOf = (upload: Upload): FormData => {
  const { times, speakers, language, prompt } = upload;
  const form = new FormData();
  form.append('model', upload.model);
  if (speakers === 'form') {
    form.append('response_format', 'diarized_json');
    // Without it nothing longer than 30 s is taken.
    form.append('chunking_strategy', 'auto');
  } else {
    form.append('response_format', times === 'none' ? 'json' : 'verbose_json');
    if (times !== 'none') form.append('timestamp_granularities[]', 'segment');
    if (times === 'words') form.append('timestamp_granularities[]', 'word');
    if (speakers === 'field') form.append('diarize', 'true');
    // A model that tells speakers with every answer takes none (from memory, 2026).
    if (prompt) form.append('prompt', prompt);
  }
  if (language) form.append('language', language);
  form.append('file', upload.audio, upload.fileName);
  return form;
};

export const transcription = async (
  fetch: Fetch,
  wire: Wire,
  upload: Upload,
  signal: AbortSignal,
): Promise<Transcript> => {
  const reached = await exchange(fetch, wire, '/audio/transcriptions', {
    method: 'POST',
    body: formOf(upload),
    signal,
  });
  if (!reached.ok) return reached;
  const { response } = reached;
  const read = await readJson(response, hiddenOf(wire), signal);
  if (!read.ok) return read;
  const answer = answerSchema.safeParse(read.json).data;
  const failure = { status: response.status, headers: headersOf(response), body: read.body };
  // An error under status 200 says itself what it is.
  if (answer?.error) return failed(failure);
  if (typeof answer?.text !== 'string')
    return failed({ ...failure, fault: faultOf('server_error', 'model', 'The answer held no text.') });
  return {
    ok: true,
    text: answer.text.trim(),
    segments: segmentsOf(answer),
    words: wordsOf(answer),
    language: answer.language ?? undefined,
    usage: { ...noUsage, audioSeconds: secondsOf(answer) },
    headers: headersOf(response),
  };
};
