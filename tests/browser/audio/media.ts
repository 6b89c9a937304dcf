// Recordings of tone words in the containers that people have, made by ffmpeg in a folder of their own, and what ffmpeg's
// own reader says of a file.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decode } from '../../farm/decode.ts';
import { type Heard, hear, toneWave, words } from '../../farm/tones.ts';

const run = promisify(execFile);

export const hasFfmpeg = await run('ffmpeg', ['-version']).then(
  () => true,
  () => false,
);

/** How ffmpeg is asked for each: codec and, where the name's ending does not say it, container. */
export const containers = {
  wav: ['-ac', '2', '-ar', '44100'],
  mp3: ['-ac', '2', '-ar', '44100', '-b:a', '128k'],
  m4a: ['-ac', '2', '-ar', '48000', '-c:a', 'aac', '-b:a', '128k'],
  webm: ['-ac', '2', '-c:a', 'libopus', '-b:a', '64k'],
  ogg: ['-ac', '1', '-c:a', 'libopus', '-b:a', '32k'],
  flac: ['-ac', '1', '-ar', '22050'],
  aac: ['-ac', '2', '-ar', '32000', '-c:a', 'aac', '-b:a', '96k'],
} as const;
export type Container = keyof typeof containers;

/** The same with a picture that changes a little, as a film has one. */
const films = {
  mp4: ['-c:v', 'mpeg4', '-c:a', 'aac', '-b:a', '128k'],
  mov: ['-c:v', 'mpeg4', '-c:a', 'aac', '-b:a', '128k'],
  mkv: ['-c:v', 'mpeg4', '-c:a', 'libmp3lame', '-b:a', '128k'],
  ts: ['-c:v', 'mpeg4', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
} as const;
export type Film = keyof typeof films;

export type Said = { words: string[]; heard: Heard[]; wave: Uint8Array };

/** What is said and when, by the ears that will hear it again. */
export const say = async (seed: number, count: number, pauseMs = 220): Promise<Said> => {
  const list = words(seed, count);
  const wave = toneWave(list, { pauseMs });
  return { words: list, heard: await hearFile(wave), wave };
};

export const hearFile = async (bytes: Uint8Array): Promise<Heard[]> => {
  const sound = await decode(bytes);
  return sound ? hear(sound.pcm, sound.rate) : [];
};

export type Studio = {
  folder: string;
  write(name: string, bytes: Uint8Array): Promise<string>;
  /** @param input path of a WAV */
  encode(input: string, ending: Container | Film, name?: string): Promise<string>;
  ffmpeg(...args: string[]): Promise<void>;
  close(): Promise<void>;
};

export const openStudio = async (): Promise<Studio> => {
  const folder = await mkdtemp(join(tmpdir(), 'rondo-media-'));
  const ffmpeg = async (...args: string[]) => {
    await run('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 10_000_000 });
  };
  return {
    folder,
    ffmpeg,
    write: async (name, bytes) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    },
    encode: async (input, ending, name = 'recording') => {
      const path = join(folder, `${name}.${ending}`);
      const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=5'];
      if (ending in films)
        await ffmpeg(
          ...picture,
          '-i',
          input,
          '-map',
          '0:v',
          '-map',
          '1:a',
          ...films[ending as Film],
          '-shortest',
          path,
        );
      else await ffmpeg('-i', input, ...containers[ending as Container], path);
      return path;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
};

export type Probe = { codec: string; channels: number; seconds: number; format: string };

export const probe = async (path: string): Promise<Probe> => {
  const args = [
    '-v',
    'error',
    '-of',
    'json',
    '-show_entries',
    'stream=codec_name,channels:format=duration,format_name',
  ];
  const { stdout, stderr } = await run('ffprobe', [...args, path]);
  if (stderr) throw new Error(`ffprobe: ${stderr}`);
  const { streams, format } = JSON.parse(stdout);
  return {
    codec: streams[0].codec_name,
    channels: streams[0].channels,
    seconds: Number(format.duration),
    format: format.format_name,
  };
};
