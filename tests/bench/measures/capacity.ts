// Measure 3: three keys at each of three providers with known limits, asked at 90 % of what they can give, and in
// bursts of 133 % of a minute's capacity with calm between. The clock of this thread and of the providers' runs faster.
import { pause } from '../clock.ts';
import { type Ask, type Contender, refused } from '../contenders/contender.ts';
import { contenderNamed } from '../contenders/index.ts';
import { chanceFrom, percentile, sum } from '../numbers.ts';
import type { Place } from '../places.ts';
import { numberIn, shortPrompt } from '../prompts.ts';

export type CapacityRow = {
  contender: string;
  requests: number;
  /** Shares of all requests. */
  answered: number;
  /** Answered with no call refused or failed before. */
  first: number;
  callsPerRequest: number;
  /** 429 answers in all, and those after the first minute, when every limit had been seen. */
  refusals: number;
  laterRefusals: number;
  /** Seconds until the answer, among the answered. */
  waitP50: number;
  waitP95: number;
};

export type Given = { contender: string; places: readonly Place[]; arrivals: readonly number[] };

/** Requests per minute that all keys together can give: groq 30, openai 30, together 60 for each of three. */
export const limits = { groq: { RPM: 30 }, openai: { RPM: 30 }, together: { RPM: 60 } };
export const perMinute = 3 * sum(Object.values(limits).map(({ RPM }) => RPM));
const minute = 60_000;
const mostWait = 30_000;
/** How long a model thinks before its first word, in ms: evenly between these. */
const [soonest, latest] = [300, 900];

/** When each request comes, in ms from the start: at random, at 90 % of capacity. */
export const steady = (minutes: number): number[] => {
  const chance = chanceFrom(7);
  const times: number[] = [];
  for (let at = 0; at < minutes * minute; ) {
    times.push(at);
    at += (-Math.log(1 - chance()) * minute) / (perMinute * 0.9);
  }
  return times;
};

/** 133 % of what a minute can give, all within 20 seconds; then calm, until all meters are full again. */
export const bursts = (times: number): number[] => {
  const size = Math.round((perMinute * 4) / 3);
  return Array.from({ length: times }, (_, burst) =>
    Array.from({ length: size }, (_, index) => burst * 100_000 + (index * 20_000) / size),
  ).flat();
};

type Seen = { calls: number; failures: number; refusals: number; laterRefusals: number };

const openAll = (contender: Contender, places: readonly Place[], fetch: typeof globalThis.fetch): Ask => {
  if (contender.switches) return contender.open(places, fetch).stream;
  // Those that cannot go on to another are given what people write around them: each key in turn.
  const each = places.map((place) => contender.open([place], fetch).stream);
  let turn = 0;
  return (prompt, signal) => {
    turn += 1;
    return each[turn % each.length]?.(prompt, signal) ?? Promise.resolve(refused('nobody to ask'));
  };
};

export const run = async (given: unknown): Promise<CapacityRow> => {
  const { contender, places, arrivals } = given as Given;
  const chance = chanceFrom(3);
  const from = performance.now();
  const seen: Seen[] = arrivals.map(() => ({ calls: 0, failures: 0, refusals: 0, laterRefusals: 0 }));
  const counting: typeof globalThis.fetch = async (input, init) => {
    const own = seen[numberIn(init?.body)];
    if (own) own.calls += 1;
    const response = await fetch(input, init);
    if (own && !response.ok) own.failures += 1;
    if (own && response.status === 429) {
      own.refusals += 1;
      if (performance.now() - from > minute) own.laterRefusals += 1;
    }
    // Models take a while until they speak; a loopback server does not.
    if (response.ok) await pause(soonest + chance() * (latest - soonest));
    return response;
  };
  const ask = openAll(contenderNamed(contender), places, counting);
  const results = await Promise.all(
    arrivals.map(async (at, number) => {
      await pause(at);
      const since = performance.now();
      const told = await ask(shortPrompt(number), AbortSignal.timeout(mostWait));
      const ms = performance.now() - since;
      return { ok: told.ok && told.text === 'ready' && ms <= mostWait, ms, number };
    }),
  );
  const answered = results.filter(({ ok }) => ok);
  const first = answered.filter(({ number }) => seen[number]?.failures === 0);
  const waits = answered.map(({ ms }) => ms / 1_000);
  const requests = arrivals.length;
  return {
    ...{ contender, requests, answered: answered.length / requests, first: first.length / requests },
    callsPerRequest: sum(seen.map(({ calls }) => calls)) / requests,
    refusals: sum(seen.map(({ refusals }) => refusals)),
    laterRefusals: sum(seen.map(({ laterRefusals }) => laterRefusals)),
    ...{ waitP50: percentile(waits, 0.5), waitP95: percentile(waits, 0.95) },
  };
};
