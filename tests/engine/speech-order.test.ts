// The order of speech models as the settings page shows it, over many states of the world: the first that is ready in it
// is the one that the status names as next, and so the one that is asked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withPool, withProvider, withTranscription } from '../../lib/domain/change-settings.ts';
import type { PoolRow } from '../../lib/domain/pool.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { at, key, resting, settingsWith, speechEndpoint, stateWith, taught } from '../routing/sample.ts';
import { openScripted, says } from './scripted.ts';

const keys = [key('g', 'groq'), key('o', 'openai'), key('t', 'together')];
const base = settingsWith(keys, [speechEndpoint('e')]);
const speech = (settings: Settings, state = stateWith({})) => {
  const { engine } = openScripted(settings, () => says('Hi'), { state });
  return { rows: engine.pools().transcription, next: engine.status().next.transcription.target };
};
const refs = speech(base).rows.map(({ ref }) => ref);

const parts = [null, 'no_times', 'speakers'] as const satisfies readonly PoolRow['standsBack'][];

describe('the order of speech models', () => {
  it('has those that stand back behind all others', () => {
    const { rows } = speech(base);
    const back = (part: PoolRow['standsBack']) =>
      rows.filter(({ standsBack }) => standsBack === part).map(({ model }) => model);
    expect(back(null)).toContain('whisper-1');
    expect(back('no_times')).toContain('gpt-4o-transcribe');
    expect(back('speakers')).toEqual(['gpt-4o-transcribe-diarize']);
  });

  it('says of a model that gave no times that it stands back', () => {
    const state = stateWith({ lessons: [taught('g@groq/whisper-large-v3-turbo', 'no_times')] });
    const { rows, next } = speech(base, state);
    expect(rows.find(({ model }) => model === 'whisper-large-v3-turbo')?.standsBack).toBe('no_times');
    expect(next?.model).toBe('whisper-large-v3');
  });

  it('is what decides who is next', () => {
    const world = fc.record({
      order: fc.shuffledSubarray(refs),
      off: fc.subarray(refs),
      unticked: fc.subarray(['groq', 'openai', 'together']),
      rests: fc.subarray(refs),
      noTimes: fc.subarray(refs),
      speakers: fc.boolean(),
    });
    let named = 0;
    fc.assert(
      fc.property(world, ({ order, off, unticked, rests, noTimes, speakers }) => {
        let settings = withPool(withTranscription(base, { speakers }), 'transcription', { order });
        for (const ref of off) settings = withPool(settings, 'transcription', { model: { ref, on: false } });
        for (const id of unticked) settings = withProvider(settings, id, { transcribe: false });
        const targetOf = (ref: string) =>
          `${keys.find(({ owner }) => ref.startsWith(`${owner}/`))?.id ?? 'none'}@${ref}`;
        const state = stateWith({
          rests: rests.map((ref) => resting(targetOf(ref), at + 60_000)),
          lessons: noTimes.map((ref) => taught(targetOf(ref), 'no_times')),
        });
        const { rows, next } = speech(settings, state);
        const ready = parts.map((part) => rows.filter((row) => row.state === 'ready' && row.standsBack === part));
        const best = ready.find((part) => part.length > 0) ?? [];
        expect(next === null).toBe(best.length === 0);
        if (next === null) return;
        named += 1;
        // Among providers it is their turns that decide; among the models of one, the order shown.
        expect(best.find(({ owner }) => owner === next.owner)?.model).toBe(next.model);
        expect(best.some(({ owner }) => owner === 'groq') ? 'groq' : next.owner).toBe(next.owner);
      }),
      { numRuns: 300 },
    );
    expect(named).toBeGreaterThan(100);
  });
});
