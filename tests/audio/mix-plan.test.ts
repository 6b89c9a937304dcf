// How sources are put together, and what is told of each.
import { describe, expect, it, vi } from 'vitest';
import { isRunning } from '../../lib/audio/mix.ts';
import { createSoundWatch, isPlayed, planMix } from '../../lib/audio/mix-plan.ts';
import type { SoundFrom } from '../../lib/domain/capture.ts';

const plan = (...froms: SoundFrom[]) => planMix(froms.map((from) => ({ from })));

describe('the mix', () => {
  it.each([
    ['a microphone alone is recorded as it comes, also where nothing can be mixed', ['microphone'], true, false],
    ['a tab alone is recorded as it comes, if it goes on to be heard', ['tab'], true, true],
    ['both are mixed', ['tab', 'microphone'], false, true],
    ['nothing is no source alone', [], false, true],
  ] as const)('%s', (_what, froms, alone, mustRun) => {
    expect(plan(...froms)).toMatchObject({ alone, mustRun });
  });

  it('takes its time where sounds are mixed, and only there', () => {
    expect(plan('microphone').latencyHint).toBe('interactive');
    expect(plan('tab').latencyHint).toBe('interactive');
    expect(plan('tab', 'microphone').latencyHint).toBe('playback');
  });

  it('plays the tab back, and never the microphone', () => {
    expect([isPlayed('tab'), isPlayed('microphone')]).toEqual([true, false]);
  });
});

describe('a source', () => {
  const live = { level: 0.1, ended: false, muted: false };

  it('is heard with its level', () => {
    expect(createSoundWatch('tab')(live, 0)).toEqual({ from: 'tab', level: 0.1, state: 'heard' });
  });

  it('that is gone has ended, whatever else is true of it', () => {
    expect(createSoundWatch('microphone')({ level: 0, ended: true, muted: true }, 0).state).toBe('ended');
  });

  it('is silent at once where the microphone is switched off, while a tab that plays nothing is heard', () => {
    expect(createSoundWatch('microphone')({ ...live, muted: true }, 0).state).toBe('silent');
    expect(createSoundWatch('tab')({ ...live, muted: true }, 0).state).toBe('heard');
  });

  it.each(['microphone', 'tab'] as const)('is silent once nothing has come for a while (%s)', (from) => {
    const watch = createSoundWatch(from);
    const nothing = { ...live, level: 0 };
    expect([0, 7_999, 8_000].map((now) => watch(nothing, now).state)).toEqual(['heard', 'heard', 'silent']);
    expect(watch(live, 8_250).state).toBe('heard');
  });

  it('is never called silent where the browser cannot tell', () => {
    const watch = createSoundWatch('microphone');
    expect([0, 60_000].map((now) => watch({ ...live, level: null }, now).state)).toEqual(['heard', 'heard']);
  });
});

describe('an audio context', () => {
  it('runs where the browser lets it', async () => {
    const context = {
      state: 'suspended' as AudioContextState,
      resume: async () => {
        context.state = 'running';
      },
    };
    expect(await isRunning(context)).toBe(true);
  });

  it('is not waited for for ever where the browser does not', async () => {
    vi.useFakeTimers();
    const answer = isRunning({ state: 'suspended', resume: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toBe(false);
    vi.useRealTimers();
  });
});
