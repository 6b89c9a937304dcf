// When a request is given up: its time is up, or the caller wants it no more.
import type { Ports } from './attempt.ts';

export type Deadline = {
  signal: AbortSignal;
  /** In ms since 1970. */
  at: number;
  isLate(): boolean;
  /** Gives the request up now. */
  giveUp(): void;
  end(): void;
};

export const createDeadline = (ports: Ports, ms: number, outer: AbortSignal | undefined): Deadline => {
  const inner = new AbortController();
  const timer = new AbortController();
  const onOuter = () => inner.abort();
  let late = false;
  if (outer?.aborted) onOuter();
  outer?.addEventListener('abort', onOuter, { once: true });
  ports.sleep(ms, timer.signal).then(
    () => {
      if (timer.signal.aborted) return;
      late = true;
      inner.abort();
    },
    () => {},
  );
  return {
    signal: inner.signal,
    at: ports.now() + ms,
    isLate: () => late,
    giveUp: () => inner.abort(),
    end: () => {
      timer.abort(null);
      outer?.removeEventListener('abort', onOuter);
    },
  };
};
