// Whether a target can take a request now, and if not, why: a table of reasons, asked in order, first one wins.
// Pure; sentences for people are made elsewhere (explain.ts), off the hot path.
import type { Bucket, EngineState, Lesson } from '../domain/state.ts';
import type { LeftOut } from '../domain/trace.ts';
import { bucketId, lessonAbout, type Place } from '../limits/learn.ts';
import { isMetered, waitForAll, withDefaults } from '../limits/meters.ts';
import { isForgotten } from '../limits/rests.ts';
import { spentBy } from '../limits/spend.ts';
import { freshWindow } from '../limits/windows.ts';
import { type Lack, lackOf } from './asks.ts';
import { amountsOf, costOfNeed, isPriced, type Need } from './need.ts';
import type { Target } from './targets.ts';

/** `lack`: what is missing, where that is the reason. */
export type Reason = { code: LeftOut['code']; until: number | null; lack?: Lack };

/** Calls under way by target, key, owner and bucket id. Lives and dies with the process. */
export type InFlight = (id: string) => number;
export const nothingInFlight: InFlight = () => 0;

/** A window that nobody named is taken to be this large: what most servers offer at least. */
const unknownContext = 32_768;
const unlimited = Number.POSITIVE_INFINITY;

/** Its window in tokens, as far as anybody but itself has said. */
export const contextOf = ({ model }: Target): number => model.context ?? unknownContext;

/** Nobody has used them yet, so that it is the same whenever it is asked. */
const untouched = new WeakMap<Place, Bucket>();
const untouchedBucket = (place: Place): Bucket => {
  const known = untouched.get(place);
  if (known) return known;
  const bucket = withDefaults(undefined, place.limits, place.law, 0);
  untouched.set(place, bucket);
  return bucket;
};

export const bucketOf = ({ place }: Target, state: EngineState, now: number): Bucket => {
  const known = state.meters[bucketId(state, place)];
  return known ? withDefaults(known, place.limits, place.law, now) : untouchedBucket(place);
};

/** Largest request in tokens, input and output together, that this target takes. Waiting never helps beyond it. */
export const tokenCapacity = (target: Target, state: EngineState, now: number): number => {
  const learned = (about: Lesson['about']) => lessonAbout(state.lessons, target.id, about, now)?.value ?? unlimited;
  const { TPM, TPD } = bucketOf(target, state, now);
  return Math.min(
    contextOf(target),
    TPM?.limit ?? unlimited,
    TPD?.limit ?? unlimited,
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
    bytes: least(target.uploads.maxBytes, 'bytes'),
    seconds: least(target.uploads.maxSeconds, 'audio_seconds'),
  };
};

type Question = (target: Target, state: EngineState, need: Need, now: number, inFlight: InFlight) => Reason | null;

const no = (code: Reason['code'], until: number | null = null): Reason => ({ code, until });
const learnedNo =
  (about: Lesson['about'], code: Reason['code']): Question =>
  (target, state, _need, now) => {
    const lesson =
      lessonAbout(state.lessons, target.place.key, about, now) ?? lessonAbout(state.lessons, target.id, about, now);
    return lesson ? no(code, lesson.expiresAt) : null;
  };

const lacksAbility: Question = (target, state, need, now) => {
  if (need.speakers && !target.model.speakers) return { ...no('lacks_ability'), lack: { of: 'speakers' } };
  const lack = need.asks ? lackOf(target, state, need.asks, now) : null;
  return lack ? { ...no('lacks_ability'), lack } : null;
};

const isTooLarge: Question = (target, state, need, now) => {
  if (need.bytes === null) return null;
  const most = uploadCapacity(target, state, now);
  const tooBig = most.bytes !== null && need.bytes > most.bytes;
  const tooLong = most.seconds !== null && need.seconds !== null && need.seconds > most.seconds;
  return tooBig || tooLong ? no('too_large') : null;
};

const isTooDear: Question = (target, state, need, now) => {
  const purse = need.spend;
  if (!purse || !target.costsMoney) return null;
  if (purse.never) return no('costs_money');
  const budget = purse.perMonth[target.name.owner];
  // A limit that cannot be reckoned is none, and the user set one.
  const isLimited = purse.most !== null || budget !== undefined;
  if (isLimited && !isPriced(target, need)) return no('price_unknown');
  const cost = costOfNeed(target, need);
  if (purse.most !== null && cost > purse.most) return no('over_ceiling');
  return budget !== undefined && spentBy(state.spend, target.name.owner, now) + cost > budget
    ? no('budget_spent')
    : null;
};

/** Resting, or its rest has just ended and one call is finding out whether all is well: a recovered key is not stormed. */
const isResting: Question = (target, state, _need, now, inFlight) => {
  let until = 0;
  let probed = false;
  for (const id of [target.place.target, target.place.key, target.place.owner]) {
    const rest = state.rests[id];
    if (!rest) continue;
    until = Math.max(until, rest.until);
    if (rest.until <= now && inFlight(id) > 0 && !isForgotten(rest, now)) probed = true;
  }
  if (until > now) return no('resting', until);
  return probed ? no('full') : null;
};

const isFull: Question = (target, state, need, now, inFlight) => {
  const id = bucketId(state, target.place);
  const bucket = bucketOf(target, state, now);
  if (!isMetered(bucket, now)) return inFlight(id) >= (state.windows[id] ?? freshWindow).cap ? no('full') : null;
  const wait = waitForAll(bucket, amountsOf(target, need), now);
  if (wait === 0) return null;
  if (wait < unlimited) return no('full', now + wait);
  return no(need.tokens === null ? 'too_large' : 'too_long');
};

const questions: readonly Question[] = [
  (target) => (target.off ? no(target.off) : null),
  learnedNo('invalid_key', 'key_invalid'),
  learnedNo('no_credit', 'out_of_credit'),
  (target) => target.gone && no(target.gone),
  learnedNo('model_gone', 'model_missing'),
  learnedNo('unsupported', 'lacks_ability'),
  lacksAbility,
  (target, _state, need) => (need.exclude?.includes(target.id) ? no('excluded') : null),
  (target, state, need, now) =>
    need.tokens !== null && need.tokens > tokenCapacity(target, state, now) ? no('too_long') : null,
  isTooLarge,
  isTooDear,
  // Last, so that "resting" and "full" are said only of what could otherwise be asked, and their end is when to come back.
  isResting,
  isFull,
];

/** Null where it can be asked now. */
export const whyNot = (
  target: Target,
  state: EngineState,
  need: Need,
  now: number,
  inFlight: InFlight = nothingInFlight,
): Reason | null => {
  for (const question of questions) {
    const reason = question(target, state, need, now, inFlight);
    if (reason) return reason;
  }
  return null;
};

/** Reasons that pass by themselves: such a target is waited for. */
export const passes = ({ code }: Reason): boolean => code === 'resting' || code === 'full';
