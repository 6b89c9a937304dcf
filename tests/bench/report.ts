// The results as tables, in Markdown, so that they can be kept as they are.
import { aimsOf } from './aims.ts';
import type { Results } from './main.ts';
import type { CapacityRow } from './measures/capacity.ts';
import type { OverheadRow } from './measures/overhead.ts';
import { ms, percent, table, usd } from './table.ts';

const overhead = (title: string, rows: readonly OverheadRow[]): string => {
  const base = (form: string) =>
    rows.find((row) => row.contender === 'openai SDK' && row.form === form && row.over === 'http')?.p50 ?? Number.NaN;
  const body = rows
    .filter(({ over }) => over === 'http')
    .map(({ contender, form, p50, p95, above }) => {
      const memory = rows.find((row) => row.contender === contender && row.form === form && row.over === 'memory');
      return [
        ...[contender, form, ms(p50), ms(p95), above.toFixed(2), `${(p50 / base(form)).toFixed(2)} x`],
        ...[ms(memory?.p50 ?? null), memory?.above.toFixed(2) ?? null],
      ];
    });
  const heads = [
    'contender',
    'form',
    'p50 ms',
    'p95 ms',
    'over openai SDK',
    'ratio',
    'no network p50',
    'over openai SDK',
  ];
  return table(title, heads, body);
};

const decision = ({ decision: rows }: Results): string =>
  table(
    '2. Time to decide (Rondo)',
    ['targets', 'ready', 'decision p50 ms', 'p95 ms', 'plan() p50 ms'],
    rows.map((row) => [
      ...[row.targets, row.ready, row.decideP50.toFixed(3), row.decideP95.toFixed(3), row.planP50.toFixed(3)],
    ]),
  );

const capacity = (title: string, rows: readonly CapacityRow[]): string =>
  table(
    title,
    ['contender', 'requests', 'answered', 'first try', 'calls/request', '429s', 'after 1 min', 'wait p50 s', 'p95 s'],
    rows.map((row) => [
      ...[row.contender, row.requests, percent(row.answered), percent(row.first), row.callsPerRequest.toFixed(3)],
      ...[row.refusals, row.laterRefusals, ms(row.waitP50), ms(row.waitP95)],
    ]),
  );

const switching = ({ switching: rows }: Results): string =>
  table(
    '4. Going on to the next target',
    ['contender', '503: answered', 'switch p50 ms', 'p95 ms', 'extra ms', 'silent: answered', 'after ms', '30 at once'],
    rows.map((row) => [
      ...[row.contender, percent(row.failingAnswered), ms(row.switchP50), ms(row.switchP95), ms(row.extraP50)],
      ...[percent(row.silentAnswered), ms(row.silentP50), row.thirtyAnswered],
    ]),
  );

const faults = ({ faults: rows }: Results): string => {
  const cases = rows[0]?.verdicts ?? [];
  const body = cases.map(({ number, name }, index) => [
    `${number}. ${name}`,
    ...rows.map(({ verdicts }) => [verdicts[index]?.grade, verdicts[index]?.note].filter(Boolean).join(': ')),
  ]);
  const passed = rows.map(({ verdicts }) => String(verdicts.filter(({ grade }) => grade === 'pass').length));
  const heads = ['fault of the first target, second healthy', ...rows.map(({ contender }) => contender)];
  return table('5. Sixteen faults', heads, [...body, ['passed', ...passed]]);
};

const cost = ({ cost: { rows } }: Results): string =>
  table(
    '6. Cost of a day of mixed work (Rondo)',
    ['work', 'requests', 'answered', 'paid', 'always the first OpenAI model', 'saved', 'answered by'],
    rows.map((row) => [
      ...[row.work, row.requests, row.answered, usd(row.paidUsd), usd(row.baselineUsd), percent(row.saved)],
      Object.entries(row.models)
        .map(([model, count]) => `${model} ${count}`)
        .join(', '),
    ]),
  );

const recording = ({ recording: { source, rows } }: Results): string =>
  table(
    `7. ${source}, written down in Chromium (Rondo)`,
    ['by', 'first upload after s', 'all prepared s', 'done s', 'uploads', 'MB sent', 'renderer at most, MB'],
    rows.map((row) => [
      ...[row.way, row.firstS.toFixed(1), row.preparedS.toFixed(1), row.doneS.toFixed(1), row.uploads],
      ...[row.uploadMb.toFixed(1), ms(row.rendererMb)],
    ]),
  );

const aims = (results: Results): string =>
  table(
    'Aims',
    ['aim', 'wanted', 'measured', 'held'],
    aimsOf(results).map(({ aim, wanted, measured, held }) => [aim, wanted, measured, held ? 'yes' : 'NO']),
  );

export const reportOf = (results: Results): string =>
  [
    `Node ${results.machine.node}, ${results.machine.cores} cores, ${results.machine.processor}, ${results.seconds.toFixed(0)} s`,
    '',
    overhead(
      '1a. Time per call, all by turns, after 300 calls each (Rondo with 200 targets; it always streams)',
      results.overhead,
    ),
    overhead('1b. The same without the AI SDK in the process, after 1,000 calls each', results.overheadAlone),
    decision(results),
    capacity('3a. At 90 % of capacity (nine keys)', results.steady),
    capacity('3b. Bursts of 133 % with calm between', results.bursts),
    switching(results),
    faults(results),
    cost(results),
    recording(results),
    aims(results),
  ].join('\n');
