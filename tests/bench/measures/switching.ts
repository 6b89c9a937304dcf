// Measure 4: how long it takes to get from a first target that fails, or says nothing, to the next; and thirty calls at
// once while the first is down. Real time; a new instance for each call, so that nothing is known of the fault.
import { pause } from '../clock.ts';
import { type Contender, refused, type Told } from '../contenders/contender.ts';
import { contenders } from '../contenders/index.ts';
import { percentile } from '../numbers.ts';
import { type Bench, noLimits, openBench } from '../places.ts';
import { longPrompt, wholeAnswer } from '../prompts.ts';

export type SwitchingRow = {
  contender: string;
  /** Shares of calls that were answered whole. */
  failingAnswered: number;
  /** From the failing answer to the next request, in ms; null: there was none. */
  switchP50: number | null;
  switchP95: number | null;
  /** Whole call with the failing first target, less the same without, in ms. */
  extraP50: number | null;
  silentAnswered: number;
  /** Until the whole answer, with a silent first target, in ms. */
  silentP50: number | null;
  thirtyAnswered: number;
};

const rounds = 40;
const silentRounds = 5;
const mostMs = 6_000;

type Timed = { told: Told; ms: number; switchMs: number | null };

/** One call of a new instance, given up after `mostMs`. */
const ask = async ({ places }: Bench, contender: Contender): Promise<Timed> => {
  let failedAt: number | null = null;
  let switchMs: number | null = null;
  const watching: typeof globalThis.fetch = async (input, init) => {
    if (failedAt !== null) switchMs ??= performance.now() - failedAt;
    const response = await fetch(input, init);
    if (!response.ok) failedAt ??= performance.now();
    return response;
  };
  const end = new AbortController();
  const from = performance.now();
  const asking = contender.open(places, watching).stream(longPrompt, end.signal);
  const told = await Promise.race([asking, pause(mostMs).then(() => refused('gave up'))]);
  const ms = performance.now() - from;
  end.abort();
  return { told, ms, switchMs };
};

const isWhole = ({ told }: Timed): boolean => told.ok && told.text === wholeAnswer;
const shareWhole = (all: readonly Timed[]): number => all.filter(isWhole).length / all.length;
const middle = (values: readonly number[], share = 0.5): number | null =>
  values.length === 0 ? null : percentile(values, share);

const failing = async (bench: Bench) => {
  const healthy = new Map<Contender, Timed[]>(contenders.map((contender) => [contender, []]));
  const broken = new Map<Contender, Timed[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) healthy.get(contender)?.push(await ask(bench, contender));
    bench.farm.groq.fault({ kind: '503', path: 'chat' });
    for (const contender of contenders) broken.get(contender)?.push(await ask(bench, contender));
    bench.farm.groq.clearFaults();
  }
  return { healthy, broken };
};

/** Thirty at once with one instance, as a page with thirty parts would ask. */
const thirty = async ({ places }: Bench, contender: Contender): Promise<number> => {
  const { stream } = contender.open(places, fetch);
  const end = AbortSignal.timeout(mostMs);
  const all = await Promise.all(
    Array.from({ length: 30 }, () =>
      Promise.race([stream(longPrompt, end), pause(mostMs).then(() => refused('gave up'))]),
    ),
  );
  return all.filter((told) => told.ok && told.text === wholeAnswer).length;
};

export const run = async (): Promise<SwitchingRow[]> => {
  const bench = await openBench({
    keys: { groq: 1, openai: 1, together: 0 },
    limits: { groq: noLimits, openai: noLimits },
  });
  const { healthy, broken } = await failing(bench);
  bench.farm.groq.fault({ kind: 'silent', path: 'chat' });
  // They only wait, so that they can do it at the same time.
  const silent = await Promise.all(
    contenders.map((contender) => Promise.all(Array.from({ length: silentRounds }, () => ask(bench, contender)))),
  );
  bench.farm.groq.clearFaults();
  bench.farm.groq.fault({ kind: '503', path: 'chat' });
  const crowds: number[] = [];
  for (const contender of contenders) crowds.push(await thirty(bench, contender));
  return contenders.map((contender, index): SwitchingRow => {
    const failed = broken.get(contender) ?? [];
    const usual = percentile(
      (healthy.get(contender) ?? []).map(({ ms }) => ms),
      0.5,
    );
    const switches = failed.flatMap(({ switchMs }) => switchMs ?? []);
    const waited = (silent[index] ?? []).filter(isWhole).map(({ ms }) => ms);
    return {
      ...{ contender: contender.name, failingAnswered: shareWhole(failed) },
      ...{ switchP50: middle(switches), switchP95: middle(switches, 0.95) },
      extraP50: middle(failed.filter(isWhole).map(({ ms }) => ms - usual)),
      ...{ silentAnswered: shareWhole(silent[index] ?? []), silentP50: middle(waited) },
      thirtyAnswered: crowds[index] ?? 0,
    };
  });
};
