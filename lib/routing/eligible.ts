// Whether a target can take a request now, and if not, why: a table of reasons, asked in order, first one wins.
// Pure; sentences for people are made elsewhere (explain.ts), off the hot path.
import type { TargetId } from '../domain/settings.ts';
import type { EngineState, Lesson } from '../domain/state.ts';
import type { LeftOut } from '../domain/trace.ts';
import { lessonAbout } from '../limits/learn.ts';
import type { Target } from './targets.ts';

/** What a request asks of a target. */
export type Need = {
  /** Input and output together, estimated; null for speech. */
  tokens: number | null;
  bytes: number | null;
  seconds: number | null;
  exclude?: readonly TargetId[];
};

export type Reason = { code: LeftOut['code']; until: number | null };

/** A window that nobody named is taken to be this large: what most servers offer at least. */
const unknownContext = 32_768;

/** Largest request in tokens, input and output together, that this target takes. */
export const tokenCapacity = (target: Target, state: EngineState, now: number): number => {
  const learned = (about: Lesson['about']) =>
    lessonAbout(state.lessons, target.id, about, now)?.value ?? Number.POSITIVE_INFINITY;
  return Math.min(
    target.model.context ?? unknownContext,
    target.free ? (target.model.freeTokensPerMinute ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    learned('context'),
    learned('request_tokens'),
  );
};

/** Largest upload in bytes and in seconds that this target takes; null: no limit is known. */
export const uploadCapacity = (
  target: Target,
  state: EngineState,
  now: number,
): { bytes: number | null; seconds: number | null } => {
  const least = (known: number | null, about: Lesson['about']) => {
    const lesson =
      lessonAbout(state.lessons, target.place.key, about, now) ?? lessonAbout(state.lessons, target.id, about, now);
    const learned = lesson?.value ?? null;
    return known === null ? learned : learned === null ? known : Math.min(known, learned);
  };
  return {
    bytes: least(target.provider.uploads.maxBytes, 'bytes'),
    seconds: least(target.provider.uploads.maxSeconds, 'audio_seconds'),
  };
};

const day = (now: number) => new Date(now).toISOString().slice(0, 10);

/** The key's own list is the truth; where there is none, the catalog's date. */
const isGone = (target: Target, state: EngineState, now: number): Reason['code'] | null => {
  const list = state.lists[target.place.key]?.models;
  if (list?.includes(target.model.id)) return null;
  if (target.model.retiresOn !== null && target.model.retiresOn <= day(now)) return 'model_retired';
  return list ? 'model_missing' : null;
};

const restEnds = (target: Target, state: EngineState, now: number): number | null => {
  const { rests } = state;
  const until = Math.max(
    rests[target.place.target]?.until ?? 0,
    rests[target.place.key]?.until ?? 0,
    rests[target.place.owner]?.until ?? 0,
  );
  return until > now ? until : null;
};

type Question = (target: Target, state: EngineState, need: Need, now: number) => Reason | null;

const no = (code: Reason['code'], until: number | null = null): Reason => ({ code, until });
const learnedNo =
  (about: Lesson['about'], code: Reason['code']): Question =>
  (target, state, _need, now) => {
    const lesson =
      lessonAbout(state.lessons, target.place.key, about, now) ?? lessonAbout(state.lessons, target.id, about, now);
    return lesson ? no(code, lesson.expiresAt) : null;
  };

const questions: readonly Question[] = [
  (target) => (target.off ? no(target.off) : null),
  learnedNo('invalid_key', 'key_invalid'),
  learnedNo('no_credit', 'out_of_credit'),
  (target, state, _need, now) => {
    const code = isGone(target, state, now);
    return code && no(code);
  },
  learnedNo('model_gone', 'model_missing'),
  learnedNo('unsupported', 'lacks_ability'),
  (target, _state, need) => (need.exclude?.includes(target.id) ? no('lacks_ability') : null),
  (target, state, need, now) =>
    need.tokens !== null && need.tokens > tokenCapacity(target, state, now) ? no('too_long') : null,
  (target, state, need, now) => {
    if (need.bytes === null) return null;
    const most = uploadCapacity(target, state, now);
    const tooBig = most.bytes !== null && need.bytes > most.bytes;
    const tooLong = most.seconds !== null && need.seconds !== null && need.seconds > most.seconds;
    return tooBig || tooLong ? no('too_large') : null;
  },
  // Last, so that "resting" is said only of what could otherwise be asked, and its end is when to come back.
  (target, state, _need, now) => {
    const until = restEnds(target, state, now);
    return until === null ? null : no('resting', until);
  },
];

/** Null where it can be asked now. */
export const whyNot = (target: Target, state: EngineState, need: Need, now: number): Reason | null => {
  for (const question of questions) {
    const reason = question(target, state, need, now);
    if (reason) return reason;
  }
  return null;
};
