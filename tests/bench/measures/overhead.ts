// Measure 1: what a call costs in time, by contender, over loopback HTTP and over a fetch that answers from memory.
// All take turns within each round, so that noise hits all alike.
import { contenderNamed } from '../contenders/index.ts';
import { chanceFrom, percentile } from '../numbers.ts';
import type { Place } from '../places.ts';
import { longPrompt, wholeAnswer } from '../prompts.ts';

export type OverheadRow = {
  contender: string;
  form: 'stream' | 'json';
  over: 'http' | 'memory';
  p50: number;
  p95: number;
  /** The middle of the differences to the openai SDK's call of the same form in the same round. */
  above: number;
};
export type Given = {
  places: readonly Place[];
  /** Those who take part. */
  names: readonly string[];
  /** Rounds before those that count. */
  warmUp: number;
  rounds: number;
};

type Entry = Omit<OverheadRow, 'p50' | 'p95' | 'above'> & { ask: () => Promise<void>; ms: number[] };

const entriesOver = ({ places, names }: Given, fetch: typeof globalThis.fetch, over: Entry['over']): Entry[] =>
  names.map(contenderNamed).flatMap((contender) => {
    // Only Rondo can be told of hundreds of targets at once; the others get the first and one to go on to.
    const own = contender.name === 'Rondo' ? places : [places[0], places.at(-1)].filter((place) => place !== undefined);
    const asking = contender.open(own, fetch);
    return (['stream', 'json'] as const).flatMap((form) => {
      const ask = asking[form];
      if (!ask) return [];
      const checked = async () => {
        const told = await ask(longPrompt, new AbortController().signal);
        if (!told.ok || told.text !== wholeAnswer) throw new Error(`${contender.name}: ${told.error ?? told.text}`);
      };
      return [{ contender: contender.name, form, over, ask: checked, ms: [] }];
    });
  });

/** In an order of chance in each round: whoever came always after the same one would pay for what that left behind. */
const shuffled = (entries: readonly Entry[], chance: () => number): Entry[] =>
  entries
    .map((entry) => ({ entry, rank: chance() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);

/** Until what the last call left to be done is done. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const timeAll = async (entries: readonly Entry[], { warmUp, rounds }: Given): Promise<void> => {
  const chance = chanceFrom(5);
  for (let round = -warmUp; round < rounds; round++)
    for (const entry of shuffled(entries, chance)) {
      await settle();
      const from = performance.now();
      await entry.ask();
      if (round >= 0) entry.ms.push(performance.now() - from);
    }
};

/** Learns each form of the real answer once, then gives it again without a network. */
const fromMemory = async ([place]: readonly Place[]): Promise<typeof globalThis.fetch> => {
  const record = async (stream: boolean) => {
    const response = await fetch(`${place?.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${place?.secret}` },
      body: JSON.stringify({
        model: place?.model,
        messages: [{ role: 'user', content: longPrompt }],
        ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
      }),
    });
    return { body: new Uint8Array(await response.arrayBuffer()), headers: [...response.headers] };
  };
  const [whole, events] = [await record(false), await record(true)];
  return async (_input, init) => {
    const { body, headers } = String(init?.body).includes('"stream":true') ? events : whole;
    return new Response(body, {
      headers: headers.filter(([name]) => !/length|encoding/.test(name)) as [string, string][],
    });
  };
};

export const run = async (given: unknown): Promise<OverheadRow[]> => {
  const own = given as Given;
  const overHttp = entriesOver(own, globalThis.fetch, 'http');
  await timeAll(overHttp, own);
  const overMemory = entriesOver(own, await fromMemory(own.places), 'memory');
  await timeAll(overMemory, own);
  const all = [...overHttp, ...overMemory];
  return all.map(({ contender, form, over, ms }) => {
    const base = all.find((entry) => entry.contender === 'openai SDK' && entry.form === form && entry.over === over);
    const differences = ms.map((own, round) => own - (base?.ms[round] ?? Number.NaN));
    const above = percentile(differences, 0.5);
    return { contender, form, over, p50: percentile(ms, 0.5), p95: percentile(ms, 0.95), above };
  });
};
