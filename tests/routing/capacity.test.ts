// How much a target takes at once: by what is known of its model, its key and its provider, and by what was learned.
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../lib/domain/settings.ts';
import { freshState } from '../../lib/domain/state.ts';
import { tokenCapacity, uploadCapacity, whyNot } from '../../lib/routing/eligible.ts';
import { at, endpoint, key, need, settingsWith, speechEndpoint, stateWith, targetsIn, taught } from './sample.ts';

const groqKey = settingsWith([key('g', 'groq')]);
const upload = need({ tokens: null, bytes: 1_000, seconds: null });

describe('tokenCapacity', () => {
  const [free, paid, unknown, own] = ['free', 'paid', 'unknown', 'own'].map((which) => {
    const settings = {
      free: settingsWith([key('k', 'groq')]),
      paid: settingsWith([key('k', 'groq', { plan: 'paid' })]),
      unknown: settingsWith([key('k', 'together')]),
      own: settingsWith([], [endpoint('e', { models: [{ id: 'llama3', tasks: ['fast'], context: 4_096 }] })]),
    }[which];
    const task = which === 'unknown' ? 'vision' : 'fast';
    const models = ['openai/gpt-oss-20b', 'nvidia/NVIDIA-Nemotron-3.5-Super-VL', 'llama3'];
    return targetsIn(task, settings ?? groqKey).find(({ model }) => models.includes(model.id));
  });
  const capacity = (target: typeof free, state = freshState) => target && tokenCapacity(target, state, at);

  it('is what a free key may send in a minute, and the whole window of a paid one', () => {
    expect(capacity(free)).toBe(8_000);
    expect(capacity(paid)).toBe(131_072);
  });

  it('is 32,768 where nobody named the window, and what the user entered where they did', () => {
    expect(capacity(unknown)).toBe(32_768);
    expect(capacity(own)).toBe(4_096);
  });

  it('is lowered by what was learned of that target', () => {
    const id = 'k@groq/openai/gpt-oss-20b';
    expect(capacity(free, stateWith({ lessons: [taught(id, 'request_tokens', 5_000)] }))).toBe(5_000);
    expect(capacity(paid, stateWith({ lessons: [taught(id, 'context', 100_000)] }))).toBe(100_000);
    expect(capacity(paid, stateWith({ lessons: [taught(id, 'context', 999_999_999)] }))).toBe(131_072);
  });

  it('takes a request of exactly its size and none above', () => {
    const [target] = targetsIn('fast', groqKey).filter(({ model }) => model.id === 'openai/gpt-oss-20b');
    const code = (tokens: number) => target && whyNot(target, freshState, need({ tokens }), at)?.code;
    expect([code(8_000), code(8_001)]).toEqual([undefined, 'too_long']);
  });
});

describe('uploadCapacity', () => {
  const capacity = (settings: Settings, state = freshState) => {
    const [target] = targetsIn('transcription', settings);
    return target && uploadCapacity(target, state, at);
  };

  it('is the provider’s own', () => {
    expect(capacity(groqKey)).toEqual({ bytes: 26_214_400, seconds: null });
    expect(capacity(settingsWith([key('o', 'openai')]))).toEqual({ bytes: 26_148_864, seconds: null });
    expect(capacity(settingsWith([key('t', 'together')]))).toEqual({ bytes: 80_000_000, seconds: 14_400 });
    expect(capacity(settingsWith([], [speechEndpoint('e')]))).toEqual({ bytes: null, seconds: null });
  });

  it('is lowered by what was learned of the key, or of the model in seconds', () => {
    const [target] = targetsIn('transcription', groqKey);
    const lessons = [taught('g', 'bytes', 10_000_000), taught(target?.id ?? '', 'audio_seconds', 7_200)];
    expect(capacity(groqKey, stateWith({ lessons }))).toEqual({ bytes: 10_000_000, seconds: 7_200 });
    expect(capacity(groqKey, stateWith({ lessons: [taught('g', 'bytes', 99_000_000)] }))?.bytes).toBe(26_214_400);
  });

  it('takes a file of exactly its size and length, and none above', () => {
    const together = settingsWith([key('t', 'together')]);
    const [target] = targetsIn('transcription', together);
    const code = (bytes: number, seconds: number) =>
      target && whyNot(target, freshState, { ...upload, bytes, seconds }, at)?.code;
    expect([code(80_000_000, 60), code(80_000_001, 60)]).toEqual([undefined, 'too_large']);
    expect([code(1_000, 14_400), code(1_000, 14_401)]).toEqual([undefined, 'too_large']);
  });

  it('leaves nobody out for a length that nobody knows', () => {
    const together = settingsWith([key('t', 'together')]);
    const [target] = targetsIn('transcription', together);
    expect(target && whyNot(target, freshState, upload, at)).toBeNull();
  });
});
