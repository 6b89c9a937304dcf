// One upload of audio to a speech model. The same bytes can go to any target; `model` stands before `file`,
// since TogetherAI routes by it before it has read the rest. Knows nothing of turns or limits.
import { faultOf } from '../domain/fault.ts';
import { noUsage } from '../domain/trace.ts';
import type { Transcript, Upload, Wire } from '../domain/wire.ts';
import { z } from '../domain/zod.ts';
import { exchange, type Fetch, failed, headersOf, readJson } from './exchange.ts';
import { hiddenOf } from './hidden.ts';

const answerSchema = z.object({
  error: z.unknown().optional(),
  text: z.string().nullish().catch(null),
  language: z.string().nullish().catch(null),
  duration: z.coerce.number().nullish().catch(null),
  segments: z
    .array(z.object({ start: z.number(), end: z.number(), text: z.string() }))
    .nullish()
    .catch(null),
  words: z
    .array(z.object({ start: z.number(), end: z.number(), word: z.string() }))
    .nullish()
    .catch(null),
});

const formOf = (upload: Upload): FormData => {
  const form = new FormData();
  form.append('model', upload.model);
  form.append('response_format', upload.times === 'none' ? 'json' : 'verbose_json');
  if (upload.times !== 'none') form.append('timestamp_granularities[]', 'segment');
  if (upload.times === 'words') form.append('timestamp_granularities[]', 'word');
  if (upload.language) form.append('language', upload.language);
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
    segments: answer.segments ?? undefined,
    words: answer.words?.map(({ start, end, word }) => ({ start, end, text: word })),
    language: answer.language ?? undefined,
    usage: { ...noUsage, audioSeconds: answer.duration ?? null },
    headers: headersOf(response),
  };
};
