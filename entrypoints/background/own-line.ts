// Firefox's way to somebody with hands for audio: its background is a page and has them itself.
import { createHands } from '../../lib/audio/hands.ts';
import type { Line, LineEnds } from './audio-hands.ts';

export const openOwnLine = async ({ onEvent }: LineEnds): Promise<Line> => {
  const hands = createHands({ startWorker: () => new Worker('/audio-worker.js'), tell: onEvent });
  return { send: hands.take, close: hands.stop };
};
