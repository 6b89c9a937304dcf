// What a job says to the person who waits for it: what happened, what Rondo did, what they can do.
import type { Refusal } from '../domain/request.ts';
import { faultSentence, spoken } from '../routing/explain.ts';

const advice: Partial<Record<Refusal['fault']['kind'], string>> = {
  invalid_key: 'Replace the key in the settings.',
  quota_exhausted: 'Add credit there, or add a key of another provider.',
  rate_limited: 'Try again later, or add another key.',
  request_too_large: 'Add a key that takes longer texts.',
  context_too_long: 'Add a key that takes longer texts.',
  file_too_large: 'Add a key of a provider that takes larger files, or split the recording.',
  model_unavailable: 'Validate the key in the settings, so that its list of models is read again.',
  overloaded: 'Try again in a minute.',
  server_error: 'Try again in a minute.',
  timeout: 'Try again, or add another key.',
  endpoint_unreachable: 'Check the connection, and the address in the settings.',
  content_blocked: 'Try it with another part of the text.',
};

export const refusalNote = ({ fault, trace }: Refusal): string => {
  const last = trace.attempts.at(-1);
  if (fault.kind === 'no_target' || !last) return fault.message;
  const count = new Set(trace.attempts.map(({ target }) => target.id)).size;
  const asked =
    count === 1
      ? `Rondo asked ${spoken(last.target)}.`
      : `Rondo asked ${count} targets in turn, last ${spoken(last.target)}.`;
  const words = fault.kind === 'bad_request' || fault.kind === 'content_blocked' ? ` It said: “${fault.message}”` : '';
  return `${asked} ${faultSentence(fault)}${words} ${advice[fault.kind] ?? ''}`.trim();
};

export const waitingNote = (refusal: Refusal): string => {
  const last = refusal.trace.attempts.at(-1);
  const why = last ? `${spoken(last.target)}: ${faultSentence(refusal.fault)}` : refusal.fault.message;
  return `Every key that could take this is resting. ${why} Rondo goes on by itself.`;
};

/** While the engine waits for the first of them to be free. */
export const waitingInLine = 'Every key that could take this is at its limit or resting. Rondo goes on by itself.';

export const nothingHeard = 'No speech was found in this recording.';
export const cutShort =
  'The model stopped at the longest answer it was allowed, so that the end of this one is missing.';

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;

export const tooLargeNote = (bytes: number, most: number): string =>
  `This file has ${megabytes(bytes)}; the most that any of your keys takes in one upload is ${megabytes(most)}. Add a key of a provider that takes more, or split the recording.`;
