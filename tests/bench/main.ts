// All measures, one after the other, as tables or as JSON. Everything runs on this computer's loopback address.
import { cpus } from 'node:os';
import { chromium } from '../../scripts/browsers.ts';
import { ffmpegPath } from '../farm/ffmpeg.ts';
import { aimsOf } from './aims.ts';
import { runApart, startApart } from './apart.ts';
import { contenders } from './contenders/index.ts';
import { bursts, type CapacityRow, limits, steady } from './measures/capacity.ts';
import type { CostReport } from './measures/cost.ts';
import type { DecisionRow } from './measures/decision.ts';
import type { FaultRow } from './measures/faults.ts';
import type { OverheadRow } from './measures/overhead.ts';
import { measureRecording, type RecordingReport } from './measures/recording.ts';
import type { SwitchingRow } from './measures/switching.ts';
import { noLimits, type Place, type Wanted } from './places.ts';
import { reportOf } from './report.ts';

export type Results = {
  machine: { node: string; cores: number; processor: string };
  seconds: number;
  overhead: OverheadRow[];
  /** The same in a process that holds nothing of the AI SDK. */
  overheadAlone: OverheadRow[];
  decision: DecisionRow[];
  steady: CapacityRow[];
  bursts: CapacityRow[];
  switching: SwitchingRow[];
  faults: FaultRow[];
  cost: CostReport;
  recording: RecordingReport;
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const names = contenders.map(({ name }) => name);

/** 20 keys and 10 models of each of their providers: 200 targets. */
const overhead = async (taking: readonly string[], warmUp: number, rounds: number): Promise<OverheadRow[]> => {
  const ten = Array.from({ length: 10 }, (_, index) => `practice-model-${index}`);
  const wanted: Wanted = {
    keys: { groq: 7, openai: 7, together: 6 },
    models: { groq: ten, openai: ten, together: ten },
    limits: { groq: noLimits, openai: noLimits, together: noLimits },
  };
  const farm = await startApart<Place[]>('./farm-part.ts', 1, wanted);
  const rows = await runApart<OverheadRow[]>('./measures/overhead.ts', 1, {
    ...{ places: farm.result, names: taking, warmUp, rounds },
  });
  await farm.end();
  return rows;
};

const capacity = async (contender: string, arrivals: readonly number[], scale: number): Promise<CapacityRow> => {
  const wanted: Wanted = { keys: { groq: 3, openai: 3, together: 3 }, plans: { groq: 'free' }, limits };
  const farm = await startApart<Place[]>('./farm-part.ts', scale, wanted);
  const row = await runApart<CapacityRow>('./measures/capacity.ts', scale, {
    contender,
    places: farm.result,
    arrivals,
  });
  await farm.end();
  return row;
};

/** One after the other: what is measured must have the processor to itself. */
const each = async <Row>(measure: (contender: string) => Promise<Row>): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const name of names) rows.push(await measure(name));
  return rows;
};

// What the last measure needs: rather missed now than after all the others.
chromium();
ffmpegPath();

const scale = 10;
const began = performance.now();
const staged = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
  say(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${name} …`);
  return work();
};

const results: Results = {
  machine: { node: process.version, cores: cpus().length, processor: cpus()[0]?.model ?? '' },
  overhead: await staged('1 of 7: time per call', () => overhead(names, 300, 250)),
  overheadAlone: await staged('1 of 7: without the AI SDK', () =>
    overhead(['Rondo', 'bare fetch', 'openai SDK'], 1_000, 400),
  ),
  decision: await staged('2 of 7: time to decide', () => runApart('./measures/decision.ts', 1, null)),
  steady: await staged('3 of 7: at 90 % of capacity', () => each((name) => capacity(name, steady(2), scale))),
  bursts: await staged('3 of 7: bursts', () => each((name) => capacity(name, bursts(2), scale))),
  switching: await staged('4 of 7: switching', () => runApart('./measures/switching.ts', 1, null)),
  faults: await staged('5 of 7: sixteen faults', () =>
    each((contender) => runApart<FaultRow>('./measures/faults.ts', scale, { contender, scale })),
  ),
  cost: await staged('6 of 7: cost', () => runApart('./measures/cost.ts', 1, { requests: 300 })),
  recording: await staged('7 of 7: an hour of sound', measureRecording),
  seconds: 0,
};
results.seconds = (performance.now() - began) / 1_000;
if (process.argv.includes('--json')) console.log(JSON.stringify({ ...results, aims: aimsOf(results) }, null, 2));
else console.log(reportOf(results));
