// A call that is given only so much time, whatever the call itself says of its end.
import { faultOf } from '../domain/fault.ts';
import type { Failed } from '../domain/wire.ts';
import type { Ports } from './attempt.ts';

/** What `work` gives; where it gives nothing in time, that is the fault. */
export const within = async <Given extends { ok: true }>(
  ports: Ports,
  ms: number,
  work: (signal: AbortSignal) => Promise<Given | Failed>,
): Promise<Given | Failed> => {
  const ended = new AbortController();
  const timer = new AbortController();
  ports.sleep(ms, timer.signal).then(
    () => ended.abort(),
    () => {},
  );
  const answer = await work(ended.signal);
  timer.abort();
  if (answer.ok || !ended.signal.aborted) return answer;
  const fault = faultOf('timeout', 'endpoint', `No answer came within ${Math.round(ms / 1_000)} s.`);
  return { ok: false, failure: { status: null, headers: {}, body: '', fault } };
};
