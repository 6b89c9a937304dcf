// Makes one stream of all that is recorded, lets the user go on hearing the tab (the browser mutes what is recorded),
// and tells how loud each source is. Stores nothing; what is decided stands in mix-plan.ts.
import type { SoundNow } from '../domain/capture.ts';
import { createSoundWatch, isPlayed, planMix } from './mix-plan.ts';
import { levelOf } from './silence.ts';
import type { Source } from './sources.ts';

export type Mix = {
  stream: MediaStream;
  sounds(now: number): SoundNow[];
  close(): Promise<void>;
};

/** 85 ms at 48,000 a second. */
const window = 4_096;
const runsWithin = 3_000;

/** Whether it runs once it was asked to. One that may not run never answers. */
export const isRunning = async (context: Pick<AudioContext, 'resume' | 'state'>): Promise<boolean> => {
  const late = new Promise((resolve) => setTimeout(resolve, runsWithin));
  await Promise.race([context.resume(), late]);
  return context.state === 'running';
};

const meterOf = (context: AudioContext, { from, stream }: Source, input: AudioNode) => {
  const analyser = new AnalyserNode(context, { fftSize: window });
  input.connect(analyser);
  const samples = new Float32Array(window);
  const watch = createSoundWatch(from);
  const [track] = stream.getAudioTracks();
  return (now: number): SoundNow => {
    analyser.getFloatTimeDomainData(samples);
    const level = context.state === 'running' ? levelOf(samples) : null;
    return watch({ level, ended: track?.readyState !== 'live', muted: track?.muted === true }, now);
  };
};

/** @returns null where the browser lets no sound through */
export const createMix = async (sources: readonly Source[]): Promise<Mix | null> => {
  const { alone, latencyHint, mustRun } = planMix(sources);
  const context = new AudioContext({ latencyHint });
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1, channelCountMode: 'explicit' });
  const meters = sources.map((source) => {
    const input = new MediaStreamAudioSourceNode(context, { mediaStream: source.stream });
    input.connect(out);
    if (isPlayed(source.from)) input.connect(context.destination);
    return meterOf(context, source, input);
  });
  if (mustRun && !(await isRunning(context))) {
    await context.close();
    return null;
  }
  const [first] = sources;
  return {
    stream: alone && first ? first.stream : out.stream,
    sounds: (now) => meters.map((meter) => meter(now)),
    close: () => context.close(),
  };
};
