// What Rondo wants to reach (design, section 12), held against what was measured.
import type { Results } from './main.ts';
import type { RecordingRow } from './measures/recording.ts';

export type Aim = { aim: string; wanted: string; measured: string; held: boolean };

const number = (value: number | null | undefined, unit: string, digits = 2): string =>
  value === null || value === undefined || Number.isNaN(value) ? 'none' : `${value.toFixed(digits)} ${unit}`;

export const aimsOf = (results: Results): Aim[] => {
  const overhead = (rows: Results['overhead'], over: 'http' | 'memory') =>
    rows.find((row) => row.contender === 'Rondo' && row.over === over)?.above ?? Number.NaN;
  const amongAll = overhead(results.overhead, 'http');
  const [alone, inMemory] = [overhead(results.overheadAlone, 'http'), overhead(results.overheadAlone, 'memory')];
  const decision = results.decision.find(({ targets }) => targets === 200)?.decideP50 ?? Number.NaN;
  const own = <Row extends { contender: string }>(rows: readonly Row[]) =>
    rows.find(({ contender }) => contender === 'Rondo');
  const [steady, bursts, switching] = [own(results.steady), own(results.bursts), own(results.switching)];
  const passed = own(results.faults)?.verdicts.filter(({ grade }) => grade === 'pass').length ?? 0;
  const saved = results.cost.rows.find(({ work }) => work === 'all')?.saved ?? Number.NaN;
  const [one, faster] = results.recording.rows;
  const most = (value: (row: RecordingRow) => number) => Math.max(...results.recording.rows.map(value));
  const [first, prepared, sent] = [
    most((row) => row.firstS),
    most((row) => row.preparedS),
    most((row) => row.uploadMb),
  ];
  const memory = results.recording.rows.every(({ rendererMb }) => rendererMb !== null)
    ? most((row) => row.rendererMb ?? 0)
    : null;
  const times = (one?.doneS ?? Number.NaN) / (faster?.doneS ?? Number.NaN);
  const share = (value: number | undefined) => number((value ?? Number.NaN) * 100, '%', 1);
  const row = (aim: string, wanted: string, measured: string, held: boolean): Aim => ({ aim, wanted, measured, held });
  return [
    row(
      'overhead over the openai SDK, streams, HTTP, after 1,000 calls',
      '≤ 0.1 ms',
      number(alone, 'ms'),
      alone <= 0.1,
    ),
    row('the same with no network', '≤ 0.1 ms', number(inMemory, 'ms'), inMemory <= 0.1),
    row('the same over HTTP, after 300 calls, among all', '≤ 0.1 ms', number(amongAll, 'ms'), amongAll <= 0.1),
    row('decision at 200 targets', '< 0.2 ms', number(decision, 'ms', 3), decision < 0.2),
    row('first-try success at 90 %', '> 99 %', share(steady?.first), (steady?.first ?? 0) > 0.99),
    row('429s at 90 % after the first minute', '0', String(steady?.laterRefusals), steady?.laterRefusals === 0),
    row('bursts of 133 % answered within 30 s', '> 99 %', share(bursts?.answered), (bursts?.answered ?? 0) > 0.99),
    row(
      'calls per request in bursts',
      '≤ 1.1',
      number(bursts?.callsPerRequest, '', 3).trim(),
      (bursts?.callsPerRequest ?? 9) <= 1.1,
    ),
    row(
      'switch after a failing answer',
      '< 50 ms',
      number(switching?.switchP95, 'ms (p95)'),
      (switching?.switchP95 ?? 99) < 50,
    ),
    row(
      'answer in spite of a silent target',
      '< 2 s',
      number(switching?.silentP50, 'ms', 0),
      (switching?.silentP50 ?? 9e9) < 2_000,
    ),
    row(
      '30 at once while the first is down',
      '30 of 30',
      `${switching?.thirtyAnswered} of 30`,
      switching?.thirtyAnswered === 30,
    ),
    row('faults passed', '16 of 16', `${passed} of 16`, passed === 16),
    row('cost below “always the first OpenAI model”', '≥ 30 %', share(saved), saved >= 0.3),
    row('60 min of MP3: first chunk on its way', '< 8 s', number(first, 's', 1), first < 8),
    row('60 min of MP3: all prepared', '< 45 s', number(prepared, 's', 1), prepared < 45),
    row('60 min of MP3: sent', '≤ 12 MB', number(sent, 'MB', 1), sent <= 12),
    row('60 min of MP3: memory of the renderer', '< 300 MB', number(memory, 'MB', 0), memory !== null && memory < 300),
    row('60 min of MP3: faster over three keys than over one', '≥ 2 x', number(times, 'x', 1), times >= 2),
  ];
};
