// What to do with one chunk at this moment, told from what the engine says of it without sending anything. Who is asked
// is the engine's choice alone; this decides only whether now is the time. Pure.
import type { ChunkRow } from '../domain/journal.ts';
import type { Route, UploadRoom } from '../domain/request.ts';
import type { LeftOut, TargetName } from '../domain/trace.ts';
import { uploadsPerKey } from '../transcription/estimate.ts';

export type Decision =
  | { do: 'send' }
  /** Nobody can take it before then. */
  | { do: 'park'; until: number }
  /** Somebody could before long. `until` null: the end of an upload will tell. */
  | { do: 'hold'; until: number | null }
  /** It is longer than who may be asked takes. */
  | { do: 'cut' };

export type Situation = {
  route: Route;
  /** Whom the uploads that are under way are with. */
  flights: readonly (TargetName | null)[];
  faster: boolean;
  /** How long a chunk may be, in seconds. */
  most: number;
  now: number;
};

/** A limit on calls a minute refills before anybody notices: no reason to go elsewhere, perhaps for money. */
const worthWaiting = 30_000;
/** Edges of frames and of encoders. */
const tolerance = 0.5;

const passes = ({ code }: LeftOut): boolean => code === 'resting' || code === 'full';

const isReady = ({ readyAt }: UploadRoom, now: number): boolean => readyAt !== null && readyAt <= now;

/** How many uploads may be under way among those who would be asked now: the first one's provider, or everybody. */
const isBusy = ({ route, flights, faster, now }: Situation): boolean => {
  const owner = route.targets[0]?.target.owner;
  const isMeant = (target: TargetName) => faster || target.owner === owner;
  const keys = new Set(
    route.rooms
      .filter((room) => isMeant(room.target) && isReady(room, now))
      .map(({ target }) => `${target.owner} ${target.keyId}`),
  );
  const under = flights.filter((target) => target === null || isMeant(target));
  return under.length >= Math.max(1, keys.size) * uploadsPerKey;
};

/**
 * When somebody can take it whose turn is before that of whoever would be asked now. Only a limit is waited for: who
 * rests after a fault lets the next one go on at once.
 */
const preferredSoon = ({ route, now }: Situation): number | null => {
  const rank = route.rooms.find(({ target }) => target.id === route.targets[0]?.target.id)?.rank ?? 0;
  const before = new Set(route.rooms.flatMap((room) => (room.rank < rank ? [room.target.id] : [])));
  const ends = route.leftOut.flatMap(({ target, code, until }) =>
    code === 'full' && before.has(target.id) && until !== null ? [until] : [],
  );
  const soonest = Math.min(...ends);
  return soonest - now <= worthWaiting ? soonest : null;
};

/** @param row one that is ready to be sent */
export const decide = ({ chunk }: ChunkRow, situation: Situation): Decision => {
  const { route, faster, most } = situation;
  if (chunk.end - chunk.start > most + tolerance) return { do: 'cut' };
  if (route.targets.length === 0) {
    const waits = route.leftOut.filter(passes);
    const ends = waits.flatMap(({ until }) => until ?? []);
    // Where nobody will ever take it the engine says why, in words.
    if (waits.length === 0) return { do: 'send' };
    const until = ends.length > 0 ? Math.min(...ends) : null;
    return until !== null && ends.length === waits.length ? { do: 'park', until } : { do: 'hold', until };
  }
  const soon = faster ? null : preferredSoon(situation);
  if (soon !== null) return { do: 'hold', until: soon };
  return isBusy(situation) ? { do: 'hold', until: null } : { do: 'send' };
};
