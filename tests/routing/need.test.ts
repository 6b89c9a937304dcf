// What a request takes from a target's meters, and what it may cost before it is sent.
import { describe, expect, it } from 'vitest';
import { freshState } from '../../lib/domain/state.ts';
import type { Task } from '../../lib/domain/task.ts';
import { whyNot } from '../../lib/routing/eligible.ts';
import { amountsOf, costOfNeed, expectedCost, secondsOf } from '../../lib/routing/need.ts';
import type { Target } from '../../lib/routing/targets.ts';
import { at, endpoint, key, need, settingsWith, targetsIn } from './sample.ts';

const target = (task: Task, owner: string, model: string, plan: 'free' | 'paid' = 'paid'): Target => {
  const found = targetsIn(task, settingsWith([key('k', owner, { plan })])).find(({ name }) => name.model === model);
  if (!found) throw new Error(`no target for ${model}`);
  return found;
};
const text = target('fast', 'openai', 'gpt-6-luna');
const speech = target('transcription', 'openai', 'whisper-1');

describe('what a chat takes', () => {
  it('is one call, all its tokens, and each part of them where they are counted apart', () => {
    expect(amountsOf(text, need({ tokens: 5_000, output: 1_000 }))).toEqual({
      ...{ RPS: 1, RPM: 1, RPD: 1, TPS: 5_000, TPM: 5_000, TPD: 5_000, ITPM: 4_000, OTPM: 1_000 },
    });
  });

  it('is all input where nothing is said of the output', () => {
    expect(amountsOf(text, need({ tokens: 300 }))).toMatchObject({ ITPM: 300, OTPM: 0 });
  });
});

describe('what an upload takes', () => {
  const groq = target('transcription', 'groq', 'whisper-large-v3-turbo', 'free');

  it('is one call and its seconds', () => {
    const upload = need({ tokens: null, bytes: 1_000_000, seconds: 600 });
    expect(amountsOf(speech, upload)).toEqual({ RPS: 1, RPM: 1, RPD: 1, ASH: 600, ASD: 600 });
  });

  it('is ten seconds at least where the provider counts so', () => {
    const short = need({ tokens: null, bytes: 8_000, seconds: 2 });
    expect(amountsOf(groq, short)).toMatchObject({ ASH: 10, ASD: 10 });
    expect(amountsOf(speech, short)).toMatchObject({ ASH: 2 });
  });

  it('is guessed from its bytes where its length is unknown', () => {
    expect(secondsOf(need({ tokens: null, bytes: 400_000 }))).toBe(100);
    expect(secondsOf(need({ tokens: null, bytes: 400_000, seconds: 7 }))).toBe(7);
    expect(secondsOf(need())).toBe(0);
  });
});

describe('what a request may cost', () => {
  it('is the price of what goes in and of all that may come out', () => {
    expect(costOfNeed(text, need({ tokens: 1_500_000, output: 500_000 }))).toBeCloseTo(0.1 + 0.25);
    expect(costOfNeed(text, need({ tokens: 1_000_000 }))).toBeCloseTo(0.1);
  });

  it('is the price of its seconds for speech, of as many at least as are billed', () => {
    expect(costOfNeed(speech, need({ tokens: null, bytes: 0, seconds: 1_800 }))).toBeCloseTo(0.18);
    const paid = target('transcription', 'groq', 'whisper-large-v3-turbo');
    expect(costOfNeed(paid, need({ tokens: null, bytes: 0, seconds: 1 }))).toBeCloseTo((0.04 * 10) / 3_600);
  });

  it('is nothing on a free key and on one’s own endpoint', () => {
    const free = target('fast', 'groq', 'openai/gpt-oss-20b', 'free');
    const [own] = targetsIn('fast', settingsWith([], [endpoint('e')]));
    for (const other of [free, own])
      expect(other && costOfNeed(other, need({ tokens: 1_000_000, output: 500_000 }))).toBe(0);
  });

  it('is nothing that anybody could know where no price is known', () => {
    const [unknown] = targetsIn('fast', settingsWith([key('k', 'e')], [endpoint('e')]));
    expect(unknown?.costsMoney).toBe(true);
    expect(unknown && expectedCost(unknown, 1_000_000, 1_000_000, 3_600)).toBe(0);
  });
});

describe('what is larger than a limit itself', () => {
  const whyNotNow = (task: Task, change: Parameters<typeof need>[0], model: string) =>
    whyNot(target(task, 'groq', model, 'free'), freshState, need(change), at);

  it('is not waited for: too long a text for the input of a minute, too long a recording for an hour', () => {
    // 8,000 tokens a minute in all, 7,000 of them as input.
    const qwen = 'qwen/qwen3.8-27b';
    expect(whyNotNow('vision', { tokens: 7_500, output: 400 }, qwen)).toMatchObject({ code: 'too_long', until: null });
    expect(whyNotNow('vision', { tokens: 7_300, output: 400 }, qwen)).toBeNull();
    const whisper = 'whisper-large-v3';
    const upload = { tokens: null, bytes: 1_000 };
    expect(whyNotNow('transcription', { ...upload, seconds: 7_201 }, whisper)).toMatchObject({ code: 'too_large' });
    expect(whyNotNow('transcription', { ...upload, seconds: 7_200 }, whisper)).toBeNull();
  });
});
