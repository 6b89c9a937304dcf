// Many channels into one, so that a voice on any of them is heard. Pure.

/** How much of each channel goes into the mix, by the number of channels. */
const weights: Record<number, readonly number[]> = {
  1: [1],
  2: [0.5, 0.5],
  // Left, right, centre, deep, left behind, right behind: voices stand in the centre.
  6: [0.25, 0.25, 0.4, 0, 0.05, 0.05],
};

const weightsOf = (count: number): readonly number[] =>
  weights[count] ?? Array.from({ length: count }, () => 1 / count);

/** Two channels of which one is the other upside down (a cable soldered wrongly) would leave silence. */
const cancels = 0.01;

const energyOf = (samples: Float32Array, length: number): number => {
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += (samples[i] as number) ** 2;
  return sum;
};

/** Writes the mix of the first `length` samples of each channel into `mixed`. */
export const mixInto = (mixed: Float32Array, channels: readonly Float32Array[], length: number): void => {
  mixed.fill(0, 0, length);
  weightsOf(channels.length).forEach((weight, index) => {
    const channel = channels[index];
    if (!channel || weight === 0) return;
    for (let i = 0; i < length; i += 1) mixed[i] = (mixed[i] as number) + weight * (channel[i] as number);
  });
  const [left, right] = channels;
  if (channels.length !== 2 || !left || !right) return;
  const quieter = Math.min(energyOf(left, length), energyOf(right, length));
  if (energyOf(mixed, length) < cancels * quieter) mixed.set(left.subarray(0, length));
};
