// Tells a source that is still from one from which nothing comes at all: a microphone in a quiet room always hisses a
// little, one that was switched off does not. Pure.

/** Below it is no microphone's own noise: -80 dB. */
const nothing = 1e-4;
const mostMs = 8_000;

/** Root mean square. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
};

/** To be asked a few times a second. @returns whether nothing has come for a while, at this time in ms */
export const createSilenceWatch = (): ((level: number, now: number) => boolean) => {
  let since: number | null = null;
  return (level, now) => {
    if (level > nothing) since = null;
    else since ??= now;
    return since !== null && now - since >= mostMs;
  };
};
