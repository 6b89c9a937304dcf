// Refreshing what is known of models: off until asked for, then once a day. The only writer of what is kept of it.
import type { ModelsDevAnswer } from '../../lib/clients/models-dev.ts';
import { notRefreshed, type Refreshed } from '../../lib/domain/refreshed.ts';

export type RefreshPorts = {
  store: { load(): Promise<{ refreshed: Refreshed }>; save(kept: { refreshed: Refreshed }): Promise<void> };
  /** @param etag of what is known already */
  ask(etag: string | null): Promise<ModelsDevAnswer>;
  now(): number;
  onChange(refreshed: Refreshed): void;
};

export type Refresh = {
  refreshed(): Refreshed;
  /** Fetches at once, and goes on doing so once a day if that succeeds. */
  start(): Promise<{ ok: true; models: number } | { ok: false; message: string }>;
  /** Forgets what was fetched, and fetches no more. */
  stop(): Promise<void>;
  /** Fetches where the user wants it and it is a day since. Never rejects. */
  goOn(): Promise<void>;
};

const day = 86_400_000;

export const openRefresh = async ({ store, ask, now, onChange }: RefreshPorts): Promise<Refresh> => {
  let { refreshed } = await store.load();
  /** Each stop begins a new one: what was asked for in another changes nothing any more. */
  let turn = 0;

  const keep = async (next: Refreshed) => {
    await store.save({ refreshed: next });
    refreshed = next;
    onChange(next);
  };
  const start: Refresh['start'] = async () => {
    const asked = turn;
    const answer = await ask(refreshed.on ? refreshed.etag : null);
    if (asked !== turn) return { ok: false, message: 'It was stopped meanwhile. Nothing was changed.' };
    const at = now();
    if (!answer.ok) {
      if (refreshed.on) await keep({ ...refreshed, triedAt: at });
      return answer;
    }
    const news = answer.unchanged ? {} : { etag: answer.etag, models: answer.models };
    await keep({ ...refreshed, ...news, on: true, readAt: at, triedAt: at });
    return { ok: true, models: refreshed.models.length };
  };
  return {
    refreshed: () => refreshed,
    start,
    stop: () => {
      turn += 1;
      return keep(notRefreshed);
    },
    goOn: async () => {
      const { on, triedAt } = refreshed;
      if (!on || (triedAt !== null && Math.abs(now() - triedAt) < day)) return;
      // What could not be kept is fetched again another day.
      await start().catch(() => {});
    },
  };
};
