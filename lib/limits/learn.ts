// What an answer teaches: state in, state out. Pure. Says what is believed, never who is asked next.
import type { Fault } from '../domain/fault.ts';
import type { Bucket, EngineState, Lesson } from '../domain/state.ts';
import { type Amounts, type Law, learnMeter, merged, revivedBucket, withoutFormerDefaults } from './meters.ts';
import type { HeaderReading } from './read-headers.ts';
import { restAfter, restNow, withoutEnded } from './rests.ts';
import { paidInFull } from './spend.ts';
import { teachings } from './teachings.ts';
import { freshWindow, halved } from './windows.ts';

/** The names under which a target's rests, lessons and meters are kept. An endpoint without a key is its own key. */
export type Place = {
  target: string;
  key: string;
  owner: string;
  ref: string;
  local: boolean;
  law: Law;
  /** What the key is known to be given, until an answer teaches otherwise. */
  limits: Amounts;
};

const sameLesson = (one: Lesson, other: Lesson) => one.of === other.of && one.about === other.about;

export const withLesson = (lessons: readonly Lesson[], lesson: Lesson): Lesson[] => [
  ...lessons.filter((known) => !sameLesson(known, lesson)),
  lesson,
];

const sizes: readonly Lesson['about'][] = [
  ...(['request_tokens', 'context', 'bytes', 'audio_seconds'] as const),
  ...(['images', 'image_bytes', 'image_pixels'] as const),
];

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

/** Limits belong to an organisation and a model; a key whose organisation is unknown is taken to be its own. */
export const bucketId = (state: Pick<EngineState, 'organizations'>, place: Place): string => {
  const whose = state.organizations[place.key] ?? place.key;
  // The router asks for it several times for each target and request, and joining texts is slow there.
  const known = bucketIds.get(place);
  if (known?.whose === whose) return known.id;
  const id = `${whose}@${place.ref}`;
  bucketIds.set(place, { whose, id });
  return id;
};

const bucketIds = new WeakMap<Place, { whose: string; id: string }>();

export const withBucket = (state: EngineState, place: Place, change: (bucket: Bucket) => Bucket): EngineState => {
  const id = bucketId(state, place);
  return { ...state, meters: { ...state.meters, [id]: change(state.meters[id] ?? {}) } };
};

const limitFrom = (state: EngineState, place: Place, fault: Fault, now: number, sentAt: number): EngineState => {
  const { dimension, limit, used } = fault.limit;
  if (dimension === null || limit === null) return state;
  // Refused without a figure means that all of it is used.
  const all = used ?? (fault.kind === 'rate_limited' ? limit : null);
  const reading = { dimension, limit, used: all, resetMs: fault.retryAfterMs, source: 'error' as const };
  return withBucket(state, place, (bucket) => learnMeter(bucket, reading, place.law, now, sentAt));
};

/**
 * What is believed after a fault.
 * @param size see lessonFrom @param sentAt when the call was sent that ended in it
 */
export const learnFault = (
  state: EngineState,
  place: Place,
  fault: Fault,
  now: number,
  chance: number,
  size: number | null,
  sentAt = now,
): EngineState => {
  const lesson = lessonFrom(place, fault, now, size);
  const of = restPlace(place, fault);
  const rest = restAfter(of, state.rests[of], fault, now, chance, place.local);
  const id = bucketId(state, place);
  const learned = limitFrom(state, place, fault, now, sentAt);
  return {
    ...learned,
    lessons: lesson ? withLesson(state.lessons, lesson) : state.lessons,
    rests: rest ? { ...state.rests, [of]: rest } : state.rests,
    windows:
      fault.kind === 'rate_limited'
        ? { ...state.windows, [id]: halved(state.windows[id] ?? freshWindow) }
        : state.windows,
  };
};

/** How long it is believed that a target cannot do what an answer of its own went without. */
const lackHoldsFor = 7 * 86_400_000;

/** A whole answer went without something that was asked for. */
export const learnLack = (state: EngineState, place: Place, about: Lesson['about'], now: number): EngineState => {
  const source = 'Its answer went without.';
  const lesson = { of: place.target, about, value: null, learnedAt: now, expiresAt: now + lackHoldsFor, source };
  return { ...state, lessons: withLesson(state.lessons, lesson) };
};

/** It was asked for just this and could do it: what was learned to the contrary does not hold. */
export const withoutLack = (state: EngineState, place: Place, about: Lesson['about']): EngineState => ({
  ...state,
  lessons: state.lessons.filter((lesson) => lesson.of !== place.target || lesson.about !== about),
});

/** What is believed after a whole answer. */
export const learnSuccess = (state: EngineState, place: Place, now: number): EngineState => {
  const rests = withoutEnded(state.rests, [place.target, place.key, place.owner], now);
  return rests === state.rests ? state : { ...state, rests };
};

/** Keys of one organisation share their limits, whatever each of them was told. */
export const learnOrganization = (
  state: EngineState,
  place: Place,
  organization: string | null,
  now: number,
): EngineState => {
  if (organization === null || state.organizations[place.key] === organization) return state;
  const before = state.organizations[place.key] ?? place.key;
  const organizations = { ...state.organizations, [place.key]: organization };
  const meters: EngineState['meters'] = {};
  for (const [id, bucket] of Object.entries(state.meters)) {
    const own = id.startsWith(`${before}@`) && before === place.key;
    const into = own ? `${organization}@${id.slice(before.length + 1)}` : id;
    meters[into] = meters[into] ? merged(meters[into], bucket, now) : bucket;
  }
  return { ...state, organizations, meters };
};

/**
 * What an answer's headers say of limits.
 * @param sentAt when the call was sent that was answered
 */
export const learnHeaders = (
  state: EngineState,
  place: Place,
  reading: HeaderReading,
  now: number,
  sentAt = now,
): EngineState => {
  const known = learnOrganization(state, place, reading.organization, now);
  const readings = reading.meters.filter(({ limit }) => limit !== null);
  if (readings.length === 0) return known;
  return withBucket(known, place, (bucket) =>
    readings.reduce((all, { dimension, limit, remaining, resetMs }) => {
      const most = limit ?? 0;
      const used = remaining === null ? null : Math.max(0, most - remaining);
      return learnMeter(all, { dimension, limit: most, used, resetMs, source: 'header' }, place.law, now, sentAt);
    }, bucket),
  );
};

/** A key or endpoint that is gone takes what was learned of it along. */
export const forget = (state: EngineState, id: string): EngineState => {
  const isOf = (of: string) => of === id || of.startsWith(`${id}@`) || of.includes(`@${id}/`);
  const keep = <T>(record: Record<string, T>) => Object.fromEntries(Object.entries(record).filter(([of]) => !isOf(of)));
  return {
    ...state,
    rests: keep(state.rests),
    lists: keep(state.lists),
    turn: keep(state.turn),
    meters: keep(state.meters),
    windows: keep(state.windows),
    organizations: keep(state.organizations),
    latency: keep(state.latency),
    lessons: state.lessons.filter((lesson) => !isOf(lesson.of)),
  };
};

const givenAsSizes: readonly Lesson['about'][] = ['request_tokens', 'bytes', 'audio_seconds'];

/**
 * The user says anew what these may be sent: what was learned of their sizes is forgotten, for it may have been learned
 * on a smaller plan; what was merely assumed of their rates goes where nobody says it any more.
 */
export const limitsGiven = (state: EngineState, places: readonly Place[]): EngineState => {
  const whose = new Set(places.flatMap(({ key, target }) => [key, target]));
  const meters = { ...state.meters };
  for (const place of places) {
    const id = bucketId(state, place);
    const bucket = meters[id];
    if (bucket) meters[id] = withoutFormerDefaults(bucket, place.limits);
  }
  const lessons = state.lessons.filter(({ of, about }) => !(whose.has(of) && givenAsSizes.includes(about)));
  return { ...state, meters, lessons };
};

/** Lessons by what they are of; made once for each list, since a decision asks hundreds of times. */
const indexes = new WeakMap<readonly Lesson[], Map<string, Lesson[]>>();
const indexOf = (lessons: readonly Lesson[]): Map<string, Lesson[]> => {
  const known = indexes.get(lessons);
  if (known) return known;
  const index = Map.groupBy(lessons, (lesson) => lesson.of);
  indexes.set(lessons, index);
  return index;
};

/** The lesson that holds about one place, if it has not expired. */
export const lessonAbout = (
  lessons: readonly Lesson[],
  of: string,
  about: Lesson['about'],
  now: number,
): Lesson | undefined => {
  if (lessons.length === 0) return undefined;
  return indexOf(lessons)
    .get(of)
    ?.find((lesson) => lesson.about === about && (lesson.expiresAt === null || lesson.expiresAt > now));
};

/** A state from an earlier life, made fit for this one: calls that were under way count as sent, and rests that a
 * clock set back would stretch are as long as they were meant to be. */
export const revived = (state: EngineState, now: number): EngineState => ({
  ...state,
  meters: Object.fromEntries(Object.entries(state.meters).map(([id, bucket]) => [id, revivedBucket(bucket, now)])),
  rests: Object.fromEntries(Object.entries(state.rests).map(([id, rest]) => [id, restNow(rest, now)])),
  spend: paidInFull(state.spend, now),
});

/** An organisation as error texts print it. */
const organizationPattern = /\borg[-_][A-Za-z0-9]{3,}\b/;
export const organizationIn = (text: string): string | null => organizationPattern.exec(text)?.[0] ?? null;
