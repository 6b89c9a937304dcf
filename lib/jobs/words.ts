// What a job says to the person who waits for it: what happened, what Rondo did, what they can do.
import type { TurnedDown } from '../domain/journal.ts';
import type { Refusal } from '../domain/request.ts';
import type { Gap } from '../domain/transcript.ts';
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

export const sourceGone = 'What this was to work on is not stored any more. Please start it again from its source.';
export const interrupted = 'Rondo was interrupted too often while it worked on this. Try again.';
export const waitedInVain =
  'Every key that could take this was resting each time that Rondo came back. Try again later.';

export const cutNoShorter = 'Nobody takes a piece of it that is short enough to be worth sending.';

export const partsMissing = (gaps: readonly Gap[]): string =>
  `${gaps.length === 1 ? 'One part is' : `${gaps.length} parts are`} missing: ${gaps[0]?.why ?? ''} The recording is kept.`;

/** Why a chunk is missing that everybody answered and nobody well. */
export const turnedDownNote = (turnedDown: readonly TurnedDown[]): string => {
  const said = turnedDown.map(({ target, why }) => `${spoken(target)}: ${why}`).join(' ');
  const whom = turnedDown.length === 1 ? 'one target' : `${turnedDown.length} targets in turn`;
  return `Rondo asked ${whom}, and no answer fitted the sound. ${said}`;
};
