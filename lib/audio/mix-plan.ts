// How the sources of a recording are put together, and what is told of each while it is made. Touches no sound.
import type { SoundFrom, SoundNow } from '../domain/capture.ts';
import { createSilenceWatch } from './silence.ts';

export type MixPlan = {
  /** The only source is recorded as it comes, not mixed. */
  alone: boolean;
  /** Longer buffers drop less. A tab is heard some hundredths of a second late then, as over a wireless headset. */
  latencyHint: 'interactive' | 'playback';
  /** Nothing is worth recording, or nobody hears the tab any more, where the browser lets no sound through the mix. */
  mustRun: boolean;
};

/**
 * One alone is recorded as it comes: mixing drops a little where the computer is busy, and Firefox mixes nothing where
 * there is nothing to play sound on.
 */
export const planMix = (sources: readonly { from: SoundFrom }[]): MixPlan => {
  const alone = sources.length === 1;
  const mustRun = !alone || sources.some(({ from }) => from === 'tab');
  return { alone, mustRun, latencyHint: alone ? 'interactive' : 'playback' };
};

/** The browser mutes a tab that is recorded; a microphone would hear itself. */
export const isPlayed = (from: SoundFrom): boolean => from === 'tab';

/** One source as the browser has it. `level` null: this browser cannot tell. */
export type SourceNow = { level: number | null; ended: boolean; muted: boolean };

/** To be told a few times a second, with the time in ms. */
export const createSoundWatch = (from: SoundFrom): ((source: SourceNow, now: number) => SoundNow) => {
  const isSilent = createSilenceWatch();
  return ({ level, ended, muted }, now) => {
    if (ended) return { from, level, state: 'ended' };
    // A switch at the device shows at once. A tab that plays nothing counts as muted too, and that is no fault.
    const isMuted = from === 'microphone' && muted;
    return { from, level, state: isMuted || (level !== null && isSilent(level, now)) ? 'silent' : 'heard' };
  };
};
