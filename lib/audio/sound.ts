// The sound of a recording from some second on, as it streams by: mono, at one sample rate, 16 bits, without a gap or a
// jump, so that a sample's number tells its time. Holds a second of it at most.
import { type AudioSample, AudioSampleSink } from 'mediabunny';
import type { Span } from '../domain/audio.ts';
import { mixInto } from './mono.ts';
import { type Opened, ProtectedSound } from './open.ts';
import { createResampler } from './resample.ts';

export type SoundOptions = {
  /** The first sample is that of this second. */
  from: number;
  rate: number;
  /** This part could not be decoded; it comes as silence. */
  onDamage(span: Span): void;
  /** From here on nothing can be decoded, though the file goes on. */
  onBroken(second: number): void;
};

/** Codecs need what comes before to find their feet: an MP3 frame may draw on the ones before it. */
const preRoll = 1;
/** Clocks in files are rounded, some to a millisecond; smaller steps than this are no gap. */
const smallestStep = 0.05;
/** A clock that goes back further than this was set anew. */
const farthestBack = 2;
/** Where the length is unknown, a longer gap is taken for a broken clock. */
const longestGap = 600;
/** How far to go on after a place that cannot be decoded, at first and at most. */
const [firstSkip, longestSkip] = [0.25, 60];

const toSamples = (sound: Float32Array): Int16Array => {
  const samples = new Int16Array(sound.length);
  for (let i = 0; i < sound.length; i += 1)
    samples[i] = Math.max(-32_768, Math.min(32_767, Math.round((sound[i] as number) * 32_767)));
  return samples;
};

/** Takes the sound out of what a decoder gives, in the same few arrays each time: there are 140,000 pieces in an hour. */
const createMixer = () => {
  let channels: Float32Array[] = [];
  let mixed = new Float32Array();
  return (sample: AudioSample): Float32Array => {
    const { numberOfChannels: count, numberOfFrames: length } = sample;
    if (mixed.length < length || channels.length !== count) {
      channels = Array.from({ length: count }, () => new Float32Array(length));
      mixed = new Float32Array(length);
    }
    channels.forEach((channel, planeIndex) => {
      sample.copyTo(channel, { planeIndex, format: 'f32-planar' });
    });
    mixInto(mixed, channels, length);
    return mixed.subarray(0, length);
  };
};

/** One second of sound at the recording's own rate, which is then brought to the wanted rate in one go. */
const createSecond = (rate: number, to: number, onSound: (samples: Int16Array) => void) => {
  const resampler = createResampler(rate, to);
  const second = new Float32Array(rate);
  let held = 0;
  const pass = () => {
    onSound(toSamples(resampler.push(second.subarray(0, held))));
    held = 0;
  };
  /** @param sound null: silence */
  const take = (sound: Float32Array | null, length: number) => {
    for (let at = 0; at < length; ) {
      const count = Math.min(length - at, rate - held);
      if (sound) second.set(sound.subarray(at, at + count), held);
      else second.fill(0, held, held + count);
      held += count;
      at += count;
      if (held === rate) pass();
    }
  };
  const finish = () => {
    if (held > 0) pass();
    onSound(toSamples(resampler.finish()));
  };
  return { rate, take, finish };
};

/** Puts pieces of sound with times of their own onto one even line of samples. */
const createLine = (from: number, to: number, seconds: number | null) => {
  const mix = createMixer();
  let second: ReturnType<typeof createSecond> | null = null;
  /** Time up to which the line is filled. */
  let clock = from;
  /** Nothing before this is wanted: it was decoded only so that the codec finds its feet. */
  let floor = from;
  /** What a broken clock in the file is off by. */
  let shift = 0;
  let ready: Int16Array[] = [];
  const onSound = (samples: Int16Array) => {
    if (samples.length > 0) ready.push(samples);
  };
  const secondAt = (rate: number) => {
    if (second?.rate === rate) return second;
    second?.finish();
    second = createSecond(rate, to, onSound);
    return second;
  };
  const believes = (time: number) => (seconds === null ? time - clock < longestGap : time <= seconds + 1);
  return {
    clock: () => clock,
    /** What comes next was looked for anew. */
    begin: () => {
      floor = clock;
    },
    put: (sample: AudioSample, origin: number) => {
      const { sampleRate: rate, numberOfFrames: length } = sample;
      const time = sample.timestamp - origin + shift;
      if (time + length / rate <= floor) return;
      const { take } = secondAt(rate);
      const step = time - clock;
      const isGap = step > smallestStep;
      const isBroken = isGap ? !believes(time) : step < -farthestBack && clock > floor;
      if (isBroken) shift -= step;
      else if (isGap) take(null, Math.round(step * rate));
      const dropped = !isBroken && step < -smallestStep ? Math.min(length, Math.round(-step * rate)) : 0;
      take(mix(sample).subarray(dropped), length - dropped);
      // Small steps stay in the clock, so that many of them in one direction become a gap and are mended.
      clock += (length - dropped) / rate + (isGap && !isBroken ? step : 0);
    },
    taken: (): Int16Array[] => {
      const samples = ready;
      ready = [];
      return samples;
    },
    finish: () => second?.finish(),
  };
};

/** Errors that no other place in the file would mend. */
const isFinal = (error: unknown): boolean =>
  error instanceof ProtectedSound || (error instanceof DOMException && error.name === 'NotReadableError');

/** Some readers take a damaged place for the end: then more sound is there than came. */
const endsTooSoon = async ({ track, origin, seconds }: Opened, clock: number): Promise<boolean> => {
  if (seconds === null || clock > seconds - farthestBack) return false;
  const length = await track.computeDuration().catch(() => 0);
  return clock <= length - origin - farthestBack;
};

/** Yields the sound piece by piece. Throws where the file is gone or protected; damage is told and passed over. */
export async function* soundOf(opened: Opened, options: SoundOptions): AsyncGenerator<Int16Array, void> {
  const { track, origin, seconds } = opened;
  const line = createLine(options.from, options.rate, seconds);
  const sink = new AudioSampleSink(track);
  /** How far behind the last sound to look for more. 0: nothing is wrong. */
  let skip = 0;
  for (;;) {
    const begun = line.clock();
    line.begin();
    let isDamaged = false;
    try {
      for await (const sample of sink.samples(begun + origin + (skip > 0 ? skip : -preRoll))) {
        try {
          line.put(sample, origin);
        } finally {
          sample.close();
        }
        yield* line.taken();
      }
      isDamaged = await endsTooSoon(opened, line.clock());
    } catch (error) {
      if (isFinal(error)) throw error;
      isDamaged = true;
    }
    const reached = line.clock();
    if (skip > 0 && reached > begun + skip) options.onDamage({ start: begun, end: begun + skip });
    if (!isDamaged) break;
    skip = reached > begun || skip === 0 ? firstSkip : skip * 2;
    if (skip <= longestSkip && (seconds === null || reached + skip < seconds)) continue;
    options.onBroken(reached);
    break;
  }
  line.finish();
  yield* line.taken();
}
