// What a long recording will take before it is begun: seconds of audio that count, what is left of them, who would get
// how much, what it costs and when it ends; by itself or spread over all. Goes through the chunks one after the other as
// the engine would, by what is believed of each meter. An estimate: others may use the same keys meanwhile. Pure.
import type { Left, UploadRoom } from '../domain/request.ts';

export type Work = {
  /** Length of each chunk that is still to be sent, in seconds. */
  chunks: readonly number[];
  /** All take turns at once. */
  spread: boolean;
};

export type Share = {
  owner: string;
  ownerName: string;
  /** Seconds as they are counted there. */
  seconds: number;
  /** Null: nobody knows. */
  usd: number | null;
};

export type Estimate = {
  /** Seconds that will be counted. */
  needed: number;
  /** Seconds that could be had this moment without waiting, of all who would be asked; null: no limit is known. */
  left: number | null;
  shares: Share[];
  usd: number | null;
  /** In ms since 1970; null: never, since some chunk fits nowhere. */
  endsAt: number | null;
  /** Whether a limit has to refill, or a rest to end, before all is sent. */
  waits: boolean;
};

const [hour, day] = [3_600, 86_400];
/** Ms; most answer within a second or two of some hundred times the speed of speech (Groq: 189 to 216 times). */
const [overhead, timesRealTime] = [2_000, 60];
/** What is over sooner is not called waiting, in ms. */
const noticed = 5_000;
/** Each key has this many uploads of one recording under way: while one is answered the next one travels. */
export const uploadsPerKey = 2;

type Refilling = Left & { window: number };
/** What one meter has left, at a time. */
type Tank = { at: number; limits: Refilling[] };

const refilled = ({ at, limits }: Tank, now: number): Tank => ({
  at: now,
  limits: limits.map((one) => ({
    ...one,
    left: Math.min(one.limit, one.left + ((now - at) / 1_000) * (one.limit / one.window)),
  })),
});

/** When so many seconds are there, in ms since 1970; infinite: they never are. */
const fitsAt = ({ at, limits }: Tank, seconds: number): number =>
  limits.reduce((latest, { limit, left, window }) => {
    if (seconds > limit) return Number.POSITIVE_INFINITY;
    return Math.max(latest, at + Math.ceil((Math.max(0, seconds - left) * window * 1_000) / limit));
  }, at);

const drained = (tank: Tank, seconds: number): Tank => ({
  ...tank,
  limits: tank.limits.map((one) => ({ ...one, left: one.left - seconds })),
});

const tankOf = (room: UploadRoom, now: number): Tank => ({
  at: now,
  limits: [...(room.hour ? [{ ...room.hour, window: hour }] : []), ...(room.day ? [{ ...room.day, window: day }] : [])],
});

/** A key at work: until when each of its uploads takes. */
type Hands = number[];

const keyOf = ({ target }: UploadRoom): string => `${target.owner} ${target.keyId}`;

type Course = {
  tanks: Map<string, Tank>;
  hands: Map<string, Hands>;
  turns: Map<string, number>;
  /** What may still be spent with each owner of whom that is limited. */
  purses: Map<string, number>;
};

const counted = (seconds: number, room: UploadRoom): number => Math.max(seconds, room.leastSeconds);

const usdOf = (seconds: number, room: UploadRoom): number => ((room.usdPerHour ?? 0) * counted(seconds, room)) / hour;

type Offer = {
  room: UploadRoom;
  begins: number;
  /** It is not its own work that it would have to wait for, but a limit or a rest. */
  waits: boolean;
};

/** When this one could begin with a chunk of so many seconds. */
const offerOf = (room: UploadRoom, seconds: number, { tanks, hands, purses }: Course): Offer => {
  const free = Math.min(...(hands.get(keyOf(room)) ?? []));
  const tank = tanks.get(room.meter);
  const isTooLong = room.maxSeconds !== null && seconds > room.maxSeconds;
  const isTooDear = usdOf(seconds, room) > (purses.get(room.target.owner) ?? Number.POSITIVE_INFINITY);
  const awake = Math.max(free, room.readyAt ?? 0);
  const fits =
    isTooLong || isTooDear || !tank
      ? Number.POSITIVE_INFINITY
      : fitsAt(refilled(tank, Math.max(awake, tank.at)), counted(seconds, room));
  return { room, begins: fits, waits: fits - free > noticed };
};

/** By itself the engine waits for the preferred one's hands, but not for its limits; spread, whoever is free begins. */
const chosen = (offers: readonly Offer[], spread: boolean, { turns }: Course): Offer | undefined => {
  const possible = offers.filter(({ begins }) => begins < Number.POSITIVE_INFINITY);
  const ready = possible.filter(({ waits }) => !waits);
  const turnOf = ({ room }: Offer) => turns.get(room.target.owner) ?? 0;
  const inTurn = (one: Offer, other: Offer) =>
    (spread ? one.begins - other.begins : one.room.rank - other.room.rank) || turnOf(one) - turnOf(other);
  if (!spread && ready.length > 0) return ready.sort(inTurn)[0];
  return possible.sort((one, other) => one.begins - other.begins || inTurn(one, other))[0];
};

type Step = { room: UploadRoom; seconds: number; ends: number; waits: boolean };

/** Gives a chunk away; null: nobody can ever take it. */
const step = (rooms: readonly UploadRoom[], length: number, spread: boolean, course: Course): Step | null => {
  const offers = rooms.map((room) => offerOf(room, length, course));
  const offer = chosen(offers, spread, course);
  if (!offer) return null;
  const { room, begins, waits } = offer;
  const seconds = counted(length, room);
  const tank = course.tanks.get(room.meter);
  if (tank) course.tanks.set(room.meter, drained(refilled(tank, begins), seconds));
  const purse = course.purses.get(room.target.owner);
  if (purse !== undefined) course.purses.set(room.target.owner, purse - usdOf(length, room));
  course.turns.set(room.target.owner, Math.max(0, ...course.turns.values()) + 1);
  const ends = begins + overhead + (length * 1_000) / timesRealTime;
  const hands = course.hands.get(keyOf(room)) ?? [];
  hands[hands.indexOf(Math.min(...hands))] = ends;
  return { room, seconds, ends, waits };
};

const priceOf = (steps: readonly Step[]): number | null =>
  steps.reduce<number | null>(
    (sum, { room, seconds }) =>
      sum === null || room.usdPerHour === null ? null : sum + (room.usdPerHour * seconds) / hour,
    0,
  );

const sharesOf = (steps: readonly Step[]): Share[] =>
  [...Map.groupBy(steps, ({ room }) => room.target.owner)].map(([owner, own]) => ({
    owner,
    ownerName: own[0]?.room.target.ownerName ?? owner,
    seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    usd: priceOf(own),
  }));

const leftIn = (rooms: readonly UploadRoom[]): number | null => {
  const meters = new Map(rooms.map((room) => [room.meter, room]));
  return [...meters.values()].reduce<number | null>((sum, room) => {
    const limits = [room.hour, room.day].filter((one) => one !== null);
    return sum === null || limits.length === 0 ? null : sum + Math.min(...limits.map(({ left }) => left));
  }, 0);
};

/** @param rooms as the engine's plan gives them @param now ms since 1970 */
export const estimate = ({ chunks, spread }: Work, rooms: readonly UploadRoom[], now: number): Estimate => {
  const course: Course = {
    tanks: new Map(rooms.map((room) => [room.meter, tankOf(room, now)])),
    hands: new Map(rooms.map((room) => [keyOf(room), new Array<number>(uploadsPerKey).fill(now)])),
    turns: new Map(),
    purses: new Map(
      rooms.flatMap(({ target, usdLeft }) => (usdLeft === null ? [] : [[target.owner, usdLeft] as const])),
    ),
  };
  const steps = chunks.map((length) => step(rooms, length, spread, course));
  const done = steps.filter((one) => one !== null);
  const first = Math.min(...rooms.map(({ rank }) => rank));
  const isWhole = done.length === chunks.length;
  return {
    needed: done.reduce((sum, { seconds }) => sum + seconds, 0),
    left: leftIn(spread ? rooms : rooms.filter(({ rank }) => rank === first)),
    shares: sharesOf(done),
    usd: isWhole ? priceOf(done) : null,
    endsAt: isWhole ? Math.max(now, ...done.map(({ ends }) => ends)) : null,
    waits: done.some(({ waits }) => waits),
  };
};
