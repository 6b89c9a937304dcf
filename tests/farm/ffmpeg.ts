// FFmpeg, for tests that want containers and codecs which no package writes. Installs it from the system's packages where
// it is missing and that is possible.
import { spawn } from 'node:child_process';
import { findOrInstall } from '../../scripts/programs.ts';

let found: string | null = null;

/** Throws an error that says what to do where there is none and none could be installed. */
export const ffmpegPath = (): string => {
  found ??= findOrInstall({
    name: 'FFmpeg',
    variable: 'FFMPEG_PATH',
    commands: ['ffmpeg'],
    places: () => ['/opt/homebrew/bin/ffmpeg', '/usr/local/bin/ffmpeg'],
    version: /^ffmpeg version /,
    versionFlag: '-version',
    packageName: 'ffmpeg',
    download: '',
  });
  return found;
};

export const ffmpeg = (...args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(ffmpegPath(), ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (piece) => {
      said += piece;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}: ${said}`))));
  });
