// How long a WAV file is, told by its header alone.
import { describe, expect, it } from 'vitest';
import { wavSeconds } from '../../lib/transcription/audio-kind.ts';
import { probeWave } from '../../lib/transcription/probe.ts';
import { toneWave, words } from '../farm/tones.ts';

describe('wavSeconds', () => {
  it('tells the length of a WAV file at any rate from its first bytes', async () => {
    const probe = new Uint8Array(await probeWave().arrayBuffer());
    expect(wavSeconds(probe.slice(0, 64), probe.length)).toBe(1);
    const slow = toneWave(words(1, 3), { rate: 8_000 });
    const fast = toneWave(words(1, 3), { rate: 44_100 });
    expect(wavSeconds(slow, slow.length)).toBeCloseTo(wavSeconds(fast, fast.length) ?? 0, 1);
  });

  it('knows nothing of other kinds, of a broken header or of a file cut short before it', () => {
    expect(wavSeconds(new TextEncoder().encode('OggS'.padEnd(64)), 1_000)).toBeNull();
    expect(wavSeconds(new Uint8Array(10), 10)).toBeNull();
    const wave = toneWave(words(1, 1)).slice(0, 44);
    wave.fill(0, 28, 32);
    expect(wavSeconds(wave, 1_000)).toBeNull();
  });
});
