// Makes one stream of all that is recorded, lets the user go on hearing the tab (the browser mutes what is recorded),
// and tells how loud each source is. Stores nothing.
import type { SoundNow } from '../domain/capture.ts';
import { createSilenceWatch, levelOf } from './silence.ts';
import type { Source } from './sources.ts';

export type Mix = {
  stream: MediaStream;
  sounds(now: number): SoundNow[];
  close(): Promise<void>;
};

/** 85 ms at 48,000 a second. */
const window = 4_096;
const runsWithin = 3_000;

const isRunning = async (context: AudioContext): Promise<boolean> => {
  const late = new Promise((resolve) => setTimeout(resolve, runsWithin));
  // One that may not run never answers.
  await Promise.race([context.resume(), late]);
  return context.state === 'running';
};

const meterOf = (context: AudioContext, { from, stream }: Source, input: AudioNode) => {
  const analyser = new AnalyserNode(context, { fftSize: window });
  input.connect(analyser);
  const samples = new Float32Array(window);
  const isSilent = createSilenceWatch();
  const [track] = stream.getAudioTracks();
  return (now: number): SoundNow => {
    analyser.getFloatTimeDomainData(samples);
    const level = context.state === 'running' ? levelOf(samples) : null;
    if (!track || track.readyState === 'ended') return { from, level, state: 'ended' };
    // A switch at the device shows at once. A tab that plays nothing counts as muted too, and that is no fault.
    const isMuted = from === 'microphone' && track.muted;
    return { from, level, state: isMuted || (level !== null && isSilent(level, now)) ? 'silent' : 'heard' };
  };
};

/** @returns null where the browser lets no sound through */
export const createMix = async (sources: readonly Source[]): Promise<Mix | null> => {
  // One alone is recorded as it comes: mixing drops a little where the computer is busy, and Firefox mixes nothing where
  // there is nothing to play sound on.
  const [single] = sources.length === 1 ? sources : [];
  // Longer buffers drop less. The tab is heard some hundredths of a second late then, as over a wireless headset.
  const context = new AudioContext({ latencyHint: single ? 'interactive' : 'playback' });
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1, channelCountMode: 'explicit' });
  const meters = sources.map((source) => {
    const input = new MediaStreamAudioSourceNode(context, { mediaStream: source.stream });
    input.connect(out);
    if (source.from === 'tab') input.connect(context.destination);
    return meterOf(context, source, input);
  });
  if (single?.from !== 'microphone' && !(await isRunning(context))) {
    await context.close();
    return null;
  }
  return {
    stream: single?.stream ?? out.stream,
    sounds: (now) => meters.map((meter) => meter(now)),
    close: () => context.close(),
  };
};
