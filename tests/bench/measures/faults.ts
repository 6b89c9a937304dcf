// Measure 5: the sixteen faults, all at the same time, each with a farm of its own, for one contender.
import { pause, pauseReal } from '../clock.ts';
import { refused } from '../contenders/contender.ts';
import { contenderNamed } from '../contenders/index.ts';
import { type Bench, noLimits, openBench } from '../places.ts';
import { longPrompt } from '../prompts.ts';
import {
  afterwards,
  type FaultCase,
  faultCases,
  gaveUp,
  mostMs,
  type Stage,
  type Timed,
  type Verdict,
} from './fault-list.ts';

export type FaultRow = { contender: string; verdicts: (Verdict & { number: number; name: string })[] };
export type Given = { contender: string; scale: number };

/** A second target that refuses to go on with what another has begun. */
const withoutPrefill: typeof globalThis.fetch = async (input, init) => {
  const { messages } = JSON.parse(String(init?.body)) as { messages: { role: string }[] };
  if (messages.at(-1)?.role !== 'assistant') return fetch(input, init);
  const error = { message: 'Prefill is not supported: the last message must be of the user.', code: null };
  return Response.json({ error }, { status: 400 });
};

type Ready = { fault: FaultCase; bench: Bench };

/** Everybody's first call takes long: code is compiled, connections are opened. That must not count. */
const prepare = async (fault: FaultCase, { contender, scale }: Given): Promise<Ready> => {
  const limits = { groq: noLimits, openai: noLimits };
  const bench = await openBench({ keys: { groq: 1, openai: 1, together: 0 }, limits, deltaMs: 15 / scale });
  for (const place of bench.places)
    for (let time = 0; time < 3; time++)
      await contenderNamed(contender).open([place], fetch).stream(longPrompt, new AbortController().signal);
  for (const { log } of [bench.farm.groq, bench.farm.openai]) log.length = 0;
  return { fault, bench };
};

const tryOne = async ({ fault, bench: { farm, places } }: Ready, { contender, scale }: Given): Promise<Verdict> => {
  const from = Date.now();
  const { stream } = contenderNamed(contender).open(places, fault.number === 14 ? withoutPrefill : fetch);
  const ask = async (): Promise<Timed> => {
    const [since, end] = [performance.now(), new AbortController()];
    const told = await Promise.race([stream(longPrompt, end.signal), pause(mostMs).then(() => refused(gaveUp))]);
    const ms = performance.now() - since;
    end.abort();
    return { told, ms };
  };
  const stage: Stage = {
    ...{ first: farm.groq, second: farm.openai, ask },
    firstCalls: () => farm.groq.log.map(({ at }) => at - from),
    secondCalls: () => farm.openai.log.length,
    real: (ms) => ms / scale,
  };
  try {
    const verdict = await fault.try(stage);
    farm.groq.clearFaults();
    const well = await afterwards(stream);
    return verdict.grade === 'pass' && !well ? { grade: 'partial', note: 'the next request fails' } : verdict;
  } finally {
    await farm.close();
  }
};

export const run = async (given: unknown): Promise<FaultRow> => {
  const own = given as Given;
  const ready: Ready[] = [];
  for (const fault of faultCases) ready.push(await prepare(fault, own));
  // The longest first, and each a little later than the one before: all at the same moment would be slow for that alone.
  const inTurn = ready.toSorted((one, other) => Number(other.fault.number === 15) - Number(one.fault.number === 15));
  const verdicts = await Promise.all(
    inTurn.map(async (one, index) => {
      await pauseReal(index * 120);
      return { number: one.fault.number, name: one.fault.name, ...(await tryOne(one, own)) };
    }),
  );
  return { contender: own.contender, verdicts: verdicts.toSorted((one, other) => one.number - other.number) };
};
