// How loud each frame is, from samples that come in pieces of any length. Pure.
import { frameSeconds } from '../domain/audio.ts';

/** Largest value of a sample of 16 bits. */
const full = 32_768;

export type LevelMeter = {
  /** @returns the frames that are whole by now, each as the root mean square of its samples */
  push(samples: Int16Array): Float32Array;
  /** @returns the frame that was left unfinished, if any */
  finish(): Float32Array;
};

/** @param rate one at which a frame is a whole number of samples */
export const createLevelMeter = (rate: number): LevelMeter => {
  const length = Math.round(rate * frameSeconds);
  let sum = 0;
  let held = 0;
  const level = (count: number): number => Math.sqrt(sum / count) / full;
  return {
    push: (samples) => {
      const levels = new Float32Array(Math.floor((held + samples.length) / length));
      let at = 0;
      for (let i = 0; i < samples.length; i += 1) {
        const sample = samples[i] as number;
        sum += sample * sample;
        held += 1;
        if (held < length) continue;
        levels[at] = level(length);
        at += 1;
        sum = 0;
        held = 0;
      }
      return levels;
    },
    finish: () => {
      const last = held > 0 ? Float32Array.of(level(held)) : new Float32Array();
      sum = 0;
      held = 0;
      return last;
    },
  };
};
