// The offscreen document of Chromium, where a worker of the extension may not handle audio itself: it prepares what the
// background asks for and tells it what happens. Knows no provider and no key, and closes with nobody to work for.
import { createHands } from '../../lib/audio/hands.ts';
import { connectToBackground } from '../../lib/messaging/audio.ts';

const line = connectToBackground(
  (command) => hands.take(command),
  () => {
    hands.stop();
    window.close();
  },
);
const hands = createHands({ startWorker: () => new Worker('/audio-worker.js'), tell: line.tell });
