// The sixteen faults of a provider, each with what is asked of it and how what came back is judged. The second target
// is healthy. Times are those of the full profile; the clock of the thread runs faster, so that none is shortened.

import type { PracticeProvider } from '../../farm/index.ts';
import { pause } from '../clock.ts';
import type { Ask, Told } from '../contenders/contender.ts';
import { longPrompt, wholeAnswer } from '../prompts.ts';

export type Grade = 'pass' | 'partial' | 'fail';
export type Verdict = { grade: Grade; note: string };
export type Timed = { told: Told; ms: number };

export type Stage = {
  first: PracticeProvider;
  second: PracticeProvider;
  /** Asks with the long prompt and gives up after a minute. */
  ask(): Promise<Timed>;
  /** When calls arrived at the first target, in ms from the start. */
  firstCalls(): number[];
  secondCalls(): number;
  /** Real ms for so many ms of the faster clock: the providers' own pauses know only the clock on the wall. */
  real(ms: number): number;
};

export type FaultCase = { number: number; name: string; try(stage: Stage): Promise<Verdict> };

const isWhole = ({ told }: Timed): boolean => told.ok && told.text === wholeAnswer;
const pass: Verdict = { grade: 'pass', note: '' };
const partial = (note: string): Verdict => ({ grade: 'partial', note });

/** What is wrong with an answer that is not the whole one. */
const failure = ({ told }: Timed): Verdict => {
  const note = told.ok ? 'wrong text as success' : told.error === gaveUp ? 'hangs' : 'error';
  return { grade: 'fail', note };
};
export const mostMs = 60_000;
/** What the bench says where nothing has come by then. */
export const gaveUp = 'gave up';

const judge = (answers: readonly Timed[], ...rules: readonly [holds: boolean, note: string][]): Verdict => {
  const bad = answers.find((answer) => !isWhole(answer));
  if (bad) {
    const count = answers.filter((answer) => !isWhole(answer)).length;
    const { grade, note } = failure(bad);
    return { grade, note: answers.length > 1 ? `${note} (${count} of ${answers.length})` : note };
  }
  const broken = rules.find(([holds]) => !holds);
  return broken ? partial(broken[1]) : pass;
};

/** One question each `everyMs`, so many times, whether or not the last has been answered. */
const row = (stage: Stage, times: number, everyMs: number): Promise<Timed[]> =>
  Promise.all(
    Array.from({ length: times }, async (_, index) => {
      await pause(index * everyMs);
      return stage.ask();
    }),
  );

const once =
  (fault: Parameters<PracticeProvider['fault']>[0], within: number) =>
  async (stage: Stage): Promise<Verdict> => {
    stage.first.fault({ path: 'chat', ...fault });
    const answer = await stage.ask();
    return judge([answer], [answer.ms <= within, `only after ${(answer.ms / 1_000).toFixed(0)} s`]);
  };

/** Words come two to four at a time. */
const after40Words = 13;
const after20Words = 7;

export const faultCases: readonly FaultCase[] = [
  {
    number: 1,
    name: 'one 429 with Retry-After 2',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: '429', times: 1, retryAfterSeconds: 2 });
      const answers = [await stage.ask()];
      await pause(1_000);
      answers.push(await stage.ask());
      await pause(3_000);
      answers.push(await stage.ask());
      const [refused, again] = stage.firstCalls();
      return judge(
        answers,
        [again === undefined || again - (refused ?? 0) >= 1_800, 'asked again before its time'],
        [again !== undefined, 'not used again after its rest'],
      );
    },
  },
  {
    number: 2,
    name: '429 for ever, no header',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: '429' });
      const answers = await row(stage, 10, 600);
      const early = stage.firstCalls().filter((at) => at <= 3_000).length;
      const all = stage.firstCalls().length;
      return judge(answers, [early <= 4 && all <= 6, `${all} calls to it in 6 s`]);
    },
  },
  { number: 3, name: 'one 500', try: once({ kind: '500', times: 1 }, 5_000) },
  {
    number: 4,
    name: '503 for ever',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: '503' });
      const answers = await row(stage, 10, 600);
      return judge(answers, [stage.firstCalls().length <= 6, `${stage.firstCalls().length} calls to it in 6 s`]);
    },
  },
  { number: 5, name: 'connection reset once', try: once({ kind: 'reset', times: 1 }, 5_000) },
  {
    number: 6,
    name: 'silence',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: 'silent' });
      const answer = await stage.ask();
      return judge(
        [answer],
        [answer.ms <= 2_500, `only after ${(answer.ms / 1_000).toFixed(0)} s`],
        [stage.firstCalls().length === 1, 'asked twice'],
      );
    },
  },
  {
    number: 7,
    name: 'first token after 20 s',
    try: (stage) => once({ kind: 'late', afterMs: stage.real(20_000) }, 5_000)(stage),
  },
  { number: 8, name: 'cut after 40 of 60 words', try: once({ kind: 'cut', deltas: after40Words }, 5_000) },
  { number: 9, name: 'stalled after 20 words', try: once({ kind: 'stalled', deltas: after20Words }, 12_000) },
  { number: 10, name: 'one invalid line', try: once({ kind: 'garbage' }, 5_000) },
  {
    number: 11,
    name: 'no [DONE]',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: 'unfinished' });
      const answer = await stage.ask();
      return judge(
        [answer],
        [answer.ms <= 3_000, `only after ${(answer.ms / 1_000).toFixed(0)} s`],
        [answer.told.outputTokens !== null, 'without usage'],
      );
    },
  },
  {
    number: 12,
    name: '400 context length',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: 'context' });
      const answer = await stage.ask();
      return judge([answer], [stage.firstCalls().length === 1, `${stage.firstCalls().length} calls to it`]);
    },
  },
  {
    number: 13,
    name: '400 content policy',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: 'content' });
      const answer = await stage.ask();
      if (stage.firstCalls().length > 1) return partial(`${stage.firstCalls().length} calls to it`);
      if (stage.secondCalls() > 1) return partial(`${stage.secondCalls()} calls to the second`);
      if (isWhole(answer)) return pass;
      // Its own reason is what the person must see.
      if (!answer.told.ok && /content/i.test(answer.told.error ?? '')) return pass;
      return answer.told.ok ? failure(answer) : partial('the reason is lost');
    },
  },
  { number: 14, name: 'cut; the second takes no prefill', try: once({ kind: 'cut', deltas: after40Words }, 5_000) },
  {
    number: 15,
    name: '503 for 60 s, then healthy',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: '503' });
      void pause(60_000).then(() => stage.first.clearFaults());
      const answers = await row(stage, 24, 4_000);
      const probes = stage.firstCalls().filter((at) => at < 60_000).length;
      const back = stage.firstCalls().some((at) => at >= 60_000 && at <= 92_000);
      return judge(
        answers,
        [probes <= 8, `${probes} calls to it while it was down`],
        [back, 'not used again within 30 s'],
      );
    },
  },
  {
    number: 16,
    name: '503; the result names the second',
    try: async (stage) => {
      stage.first.fault({ path: 'chat', kind: '503' });
      const answer = await stage.ask();
      return judge(
        [answer],
        [answer.told.model === 'gpt-4.1-mini', `names ${answer.told.model}`],
        [answer.told.outputTokens !== null, 'without usage'],
      );
    },
  },
];

/** What was asked last, when all faults are over: does it still work? */
export const afterwards = async (ask: Ask): Promise<boolean> => {
  const told = await Promise.race([ask(longPrompt, AbortSignal.timeout(20_000)), pause(20_000).then(() => null)]);
  return told?.ok === true && told.text === wholeAnswer;
};
