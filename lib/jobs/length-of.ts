// How long a recording is, before anything is made of it: it is opened, and let go as soon as that is known.
import type { PreparationEvent } from '../domain/preparation.ts';
import type { JobPorts } from './ports.ts';

/** `seconds` null: only reading all of it would tell. */
export type Length = { ok: true; seconds: number | null } | { ok: false; message: string };

const options = { limits: { most: 600, mostFirst: 600 }, after: null, ahead: 1 };

export const lengthOf = async (
  { prepare }: Pick<JobPorts, 'prepare'>,
  blobId: string,
  signal?: AbortSignal,
): Promise<Length> => {
  const enough = new AbortController();
  const stop = () => enough.abort();
  signal?.addEventListener('abort', stop, { once: true });
  let length: Length | null = null;
  const listen = (event: PreparationEvent) => {
    if (event.type !== 'opened') return;
    length = { ok: true, seconds: event.seconds };
    stop();
  };
  const end = await prepare(blobId, options, listen, enough.signal);
  signal?.removeEventListener('abort', stop);
  return length ?? (end.ok ? { ok: true, seconds: end.seconds } : end);
};
