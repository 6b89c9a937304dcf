// The order of turns for uploads. One pure function, used by the engine and by what the pages show,
// so that the target shown next is the one used.
import type { Provider } from '../domain/provider.ts';
import type { TargetName } from '../domain/trace.ts';

type Candidate = { name: TargetName; provider: Provider; priority: number };

export type Manner<T> = {
  /** How far it is from giving what is asked for; whoever gives all of it goes before everybody who does not. */
  lacks?: (candidate: T) => number;
  /**
   * Set where all are to work at once, whoever is preferred: how many uploads its key has under way. The least busy
   * goes first, so that a slow one gets no more than it can do.
   */
  busy?: (candidate: T) => number;
};

const none = () => 0;

/**
 * Candidates in the order in which they get an upload: the preferred provider first, the others in turn, the one
 * that had its last upload longest ago before the rest. Within a provider its models in order, then its keys in turn.
 * Whoever rests is to be left out beforehand; so the preferred one is back by itself as soon as its rest ends.
 * @param lastTurn a running number by owner id and by key id: when it last had a turn
 */
export const turnOrder = <T extends Candidate>(
  candidates: readonly T[],
  lastTurn: Readonly<Record<string, number>>,
  { lacks = none, busy }: Manner<T> = {},
): T[] => {
  const turnOf = (id: string) => lastTurn[id] ?? 0;
  const seen = [...new Set(candidates.map((candidate) => candidate.name.owner))];
  const first = busy ?? ((candidate: T) => candidate.provider.transcription.turn);
  return candidates.toSorted(
    (one, other) =>
      lacks(one) - lacks(other) ||
      first(one) - first(other) ||
      turnOf(one.name.owner) - turnOf(other.name.owner) ||
      seen.indexOf(one.name.owner) - seen.indexOf(other.name.owner) ||
      one.priority - other.priority ||
      turnOf(one.name.keyId) - turnOf(other.name.keyId),
  );
};

/** The turns after all of `ids` had one at once. */
export const turnTaken = (
  lastTurn: Readonly<Record<string, number>>,
  ...ids: readonly string[]
): Record<string, number> => {
  const next = Math.max(0, ...Object.values(lastTurn)) + 1;
  return { ...lastTurn, ...Object.fromEntries(ids.map((id) => [id, next])) };
};
