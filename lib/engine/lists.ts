// Reads keys' own lists of models by itself: those that are old, and that of a key whose model turned out to be gone.
// In the background, and rarely: no request ever waits for it.
import type { Provider } from '../domain/provider.ts';
import { type KeyId, noKey, type OwnerId, untouchedProvider } from '../domain/settings.ts';
import type { Trace } from '../domain/trace.ts';
import type { Wire } from '../domain/wire.ts';
import { keysOf, type World } from '../routing/pool.ts';
import type { Ports } from './attempt.ts';
import type { Memory } from './memory.ts';
import { readList } from './read-list.ts';

export type Lists = {
  /** Reads each list that is older than a day, or was never read. */
  readOld(): Promise<void>;
  /** Reads the lists of those keys of which a model was refused. */
  readAfter(trace: Trace): Promise<void>;
};

const day = 86_400_000;
/** A list that could not be read, or did not help, is left alone for this long. */
const atMostEvery = 60_000;

/** A key that is on, or an endpoint that needs none, with what is needed to reach it. */
type Door = { id: KeyId; provider: Provider; wire: Wire };
type WireTo = (owner: OwnerId, baseUrl: string, key: KeyId) => Wire;

const doorsOf = (world: World, wireTo: WireTo): Door[] =>
  world.providers.flatMap((provider) => {
    const { settings } = world;
    const endpoint = settings.endpoints.find(({ id }) => id === provider.id);
    const own = endpoint ?? settings.providers[provider.id] ?? untouchedProvider;
    if (!own.on) return [];
    return keysOf(world, provider).flatMap((id) => {
      const key = settings.keys.find((candidate) => candidate.id === id);
      const wire = wireTo(provider.id, own.baseUrl ?? provider.baseUrl, id);
      // Without a key a provider cannot be asked; nor can anybody while the vault is locked.
      return (key ? key.on && wire.secret !== null : endpoint) ? [{ id, provider, wire }] : [];
    });
  });

/** @param known as it is now */
export const createLists = (ports: Ports, memory: Memory, known: () => World, wireTo: WireTo): Lists => {
  const triedAt = new Map<KeyId, number>();
  const read = async (doors: readonly Door[]): Promise<void> => {
    const now = ports.now();
    const rested = doors.filter(({ id }) => !(Math.abs(now - (triedAt.get(id) ?? -day)) < atMostEvery));
    for (const { id } of rested) triedAt.set(id, now);
    await Promise.all(rested.map(({ id, provider, wire }) => readList(ports, memory, provider, id, wire, 'by itself')));
    if (rested.length > 0) memory.settle();
  };
  const doors = () => doorsOf(known(), wireTo);
  return {
    readOld: () => {
      const { lists } = memory.state();
      const now = ports.now();
      // A clock that was set back makes a list old too.
      return read(doors().filter(({ id }) => !(Math.abs(now - (lists[id]?.readAt ?? -day)) < day)));
    },
    readAfter: ({ attempts }) => {
      const refused = attempts.filter(({ fault }) => fault?.kind === 'model_unavailable').map(({ target }) => target);
      const ids = new Set(refused.map(({ keyId, owner }) => (keyId === noKey ? owner : keyId)));
      return read(doors().filter(({ id }) => ids.has(id)));
    },
  };
};
