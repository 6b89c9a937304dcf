// What an answer teaches: state in, state out. Pure. Says what is believed, never who is asked next.
import type { Fault, FaultKind } from '../domain/fault.ts';
import { noKey } from '../domain/settings.ts';
import type { EngineState, Lesson } from '../domain/state.ts';
import { restAfter, withoutEnded } from './rests.ts';

/** The names under which a target's rests and lessons are kept. An endpoint without a key is its own key. */
export type Place = { target: string; key: string; owner: string; local: boolean };

/** Credit may have been bought in the meantime: looked at again after an hour. */
const creditLooksAgainAfter = 3_600_000;
/** Sizes and abilities change with plans and server versions. */
const sizesHoldFor = 7 * 86_400_000;

type Teaching = {
  about: Lesson['about'];
  holdsFor: number | null;
  value: (fault: Fault) => number | null;
  of?: 'key' | 'target';
};

const theLimit = (fault: Fault) => fault.limit.limit;
const nothing = () => null;
/** Audio is counted in seconds, whether as the length of one file or as what an hour or a day holds. */
export const isInSeconds = ({ limit }: Fault): boolean =>
  limit.dimension === 'audio_seconds' || limit.dimension === 'ASH' || limit.dimension === 'ASD';

const teachings: Partial<Record<FaultKind, (fault: Fault) => Teaching | null>> = {
  invalid_key: () => ({ about: 'invalid_key', holdsFor: null, value: nothing, of: 'key' }),
  quota_exhausted: (fault) => ({
    about: 'no_credit',
    holdsFor: creditLooksAgainAfter,
    value: nothing,
    of: fault.scope === 'key' ? 'key' : 'target',
  }),
  model_unavailable: () => ({ about: 'model_gone', holdsFor: null, value: nothing }),
  request_too_large: (fault) => ({
    about: isInSeconds(fault) ? 'audio_seconds' : 'request_tokens',
    holdsFor: sizesHoldFor,
    value: theLimit,
  }),
  context_too_long: () => ({ about: 'context', holdsFor: sizesHoldFor, value: theLimit }),
  file_too_large: (fault) => ({
    about: isInSeconds(fault) ? 'audio_seconds' : 'bytes',
    holdsFor: sizesHoldFor,
    value: theLimit,
    // Bytes are refused at the door, whatever the model; seconds are a model's own.
    of: isInSeconds(fault) ? 'target' : 'key',
  }),
  unsupported_capability: (fault) =>
    fault.scope === 'model' ? { about: 'unsupported', holdsFor: sizesHoldFor, value: nothing } : null,
};

const sameLesson = (one: Lesson, other: Lesson) => one.of === other.of && one.about === other.about;

export const withLesson = (lessons: readonly Lesson[], lesson: Lesson): Lesson[] => [
  ...lessons.filter((known) => !sameLesson(known, lesson)),
  lesson,
];

const sizes: readonly Lesson['about'][] = ['request_tokens', 'context', 'bytes', 'audio_seconds'];

/**
 * @param size what this request measured (tokens, bytes or seconds). What was just refused does not fit, whatever
 * number the text names: services count tokens otherwise than we do, and bytes with the form around them.
 */
const lessonFrom = (place: Place, fault: Fault, now: number, size: number | null): Lesson | null => {
  const teaching = teachings[fault.kind]?.(fault);
  if (!teaching) return null;
  const isSize = sizes.includes(teaching.about);
  const named = teaching.value(fault);
  const known = [named, isSize && size !== null ? size - 1 : null].filter((number) => number !== null);
  const value = known.length > 0 ? Math.min(...known) : null;
  if (isSize && value === null) return null;
  return {
    of: teaching.of === 'key' ? place.key : place.target,
    about: teaching.about,
    value,
    learnedAt: now,
    expiresAt: teaching.holdsFor === null ? null : now + teaching.holdsFor,
    source: fault.message,
  };
};

const restPlace = (place: Place, fault: Fault): string =>
  ({ key: place.key, model: place.target, endpoint: place.owner, request: place.target })[fault.scope];

/** What is believed after a fault. */
export const learnFault = (
  state: EngineState,
  place: Place,
  fault: Fault,
  now: number,
  chance: number,
  size: number | null,
): EngineState => {
  const lesson = lessonFrom(place, fault, now, size);
  const of = restPlace(place, fault);
  const rest = restAfter(of, state.rests[of], fault, now, chance, place.local);
  return {
    ...state,
    lessons: lesson ? withLesson(state.lessons, lesson) : state.lessons,
    rests: rest ? { ...state.rests, [of]: rest } : state.rests,
  };
};

/** What is believed after a whole answer. */
export const learnSuccess = (state: EngineState, place: Place, now: number): EngineState => {
  const rests = withoutEnded(state.rests, [place.target, place.key, place.owner], now);
  return rests === state.rests ? state : { ...state, rests: rests as EngineState['rests'] };
};

/** What is believed after a key's own model list was read: the key works, and models are as the list says. */
export const learnList = (state: EngineState, key: string, models: string[] | null, now: number): EngineState => ({
  ...state,
  lists: { ...state.lists, [key]: { models, readAt: now } },
  lessons: state.lessons.filter(({ of, about }) => !(disprovedByList.includes(about) && isReachedWith(key, of))),
});

const disprovedByList: readonly Lesson['about'][] = ['invalid_key', 'no_credit', 'model_gone'];

/** The key itself or a target of it; for an endpoint that needs no key, its own id stands for one. */
const isReachedWith = (key: string, of: string): boolean =>
  of === key || of.startsWith(`${key}@`) || of.startsWith(`${noKey}@${key}/`);

/** A key or endpoint that is gone takes what was learned of it along. */
export const forget = (state: EngineState, id: string): EngineState => {
  const isOf = (of: string) => of === id || of.startsWith(`${id}@`) || of.includes(`@${id}/`);
  const keep = <T>(record: Record<string, T>) => Object.fromEntries(Object.entries(record).filter(([of]) => !isOf(of)));
  return {
    ...state,
    rests: keep(state.rests),
    lists: keep(state.lists),
    turn: keep(state.turn),
    lessons: state.lessons.filter((lesson) => !isOf(lesson.of)),
  };
};

/** The lesson that holds about one place, if it has not expired. */
export const lessonAbout = (
  lessons: readonly Lesson[],
  of: string,
  about: Lesson['about'],
  now: number,
): Lesson | undefined =>
  lessons.find(
    (lesson) => lesson.of === of && lesson.about === about && (lesson.expiresAt === null || lesson.expiresAt > now),
  );
