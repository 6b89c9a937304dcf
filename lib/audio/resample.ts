// Another number of samples a second, piece by piece: a windowed sinc in as many phases as the two rates ask for. Pure.
// Half of the work of preparing a recording goes on here, so that its loop is plain.

/** Zero crossings of the sinc on either side: enough for speech, where nothing is asked of the last half octave. */
const crossings = 8;
/** Of the lower of the two rates' upper ends: what lies between is let down to nothing. */
const passed = 0.92;

const greatestDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestDivisor(other, one % other);

type Filter = { up: number; down: number; length: number; phases: Float32Array };

const filterOf = (from: number, to: number): Filter => {
  const divisor = greatestDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const cutoff = passed * Math.min(1, to / from);
  const half = Math.ceil(crossings / cutoff);
  const length = half * 2;
  const phases = new Float32Array(up * length);
  for (let phase = 0; phase < up; phase += 1) {
    let sum = 0;
    for (let tap = 0; tap < length; tap += 1) {
      const distance = tap - half + 1 - phase / up;
      const sinc = distance === 0 ? 1 : Math.sin(Math.PI * cutoff * distance) / (Math.PI * cutoff * distance);
      const window = Math.abs(distance) >= half ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * distance) / half);
      phases[phase * length + tap] = sinc * window;
      sum += sinc * window;
    }
    for (let tap = 0; tap < length; tap += 1) phases[phase * length + tap] = (phases[phase * length + tap] ?? 0) / sum;
  }
  return { up, down, length, phases };
};

export type Resampler = {
  /** @returns what can be told from the samples so far */
  push(samples: Float32Array): Float32Array;
  /** @returns what was still awaiting samples, which are taken as silence */
  finish(): Float32Array;
};

/** No delay: the sample at second t stays at second t. */
export const createResampler = (from: number, to: number): Resampler => {
  if (from === to) return { push: (samples) => samples, finish: () => new Float32Array() };
  const { up, down, length, phases } = filterOf(from, to);
  const half = length / 2;
  /** Samples not yet done with; the first stands `half - 1` before the next result's place. */
  let held = new Float32Array(half - 1);
  let phase = 0;
  const push = (samples: Float32Array): Float32Array => {
    const input = new Float32Array(held.length + samples.length);
    input.set(held);
    input.set(samples, held.length);
    const count = Math.max(0, Math.ceil(((input.length - length + 1) * up - phase) / down));
    const output = new Float32Array(count);
    let at = 0;
    for (let i = 0; i < count; i += 1) {
      const filter = phase * length;
      let sum = 0;
      for (let tap = 0; tap < length; tap += 1) sum += (input[at + tap] as number) * (phases[filter + tap] as number);
      output[i] = sum;
      phase += down;
      at += Math.floor(phase / up);
      phase %= up;
    }
    held = input.slice(at);
    return output;
  };
  return { push, finish: () => push(new Float32Array(half)) };
};
