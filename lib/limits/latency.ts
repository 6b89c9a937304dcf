// How long a target takes until it speaks, by its own last answers. Pure.

const kept = 20;
/** Fewer samples say nothing of the slow end. */
const enough = 5;

export const withSample = (samples: readonly number[] | undefined, ms: number): number[] =>
  [...(samples ?? []), ms].slice(-kept);

const quantile = (samples: readonly number[], share: number): number | null => {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
};

export const median = (samples: readonly number[] | undefined): number | null => quantile(samples ?? [], 0.5);

/** Null until enough answers were seen. */
export const p95 = (samples: readonly number[] | undefined): number | null =>
  samples && samples.length >= enough ? quantile(samples, 0.95) : null;
