// The offscreen document of Chromium, where a worker of the extension may not handle audio itself: it prepares recordings
// and makes them, as the background asks, and tells it what happens. Knows no provider and no key, and closes with nobody
// to work for, but not while it records: then it calls the background back to life.
import { createHands } from '../../lib/audio/hands.ts';
import { browserMedia, createRecorder } from '../../lib/audio/recorder.ts';
import { connectToBackground } from '../../lib/messaging/audio.ts';
import { connectCapture } from '../../lib/messaging/capture.ts';
import { putPart } from '../../lib/storage/parts.ts';

const recorder = createRecorder({
  media: browserMedia,
  putPart,
  now: Date.now,
  mayAsk: false,
  tell: (event) => teller.tell(event),
});
const connect = () => {
  const connected = connectCapture(recorder.take, () => {
    if (recorder.isBusy()) teller = connect();
  });
  connected.tell({ type: 'now', now: recorder.now() });
  return connected;
};
// Before the other line, so that whoever hears from that one finds this one open.
let teller = connect();

const openLine = () =>
  connectToBackground(
    (command) => hands.take(command),
    () => {
      hands.stop();
      if (recorder.isBusy()) line = openLine();
      else window.close();
    },
  );
let line = openLine();
const hands = createHands({ startWorker: () => new Worker('/audio-worker.js'), tell: (event) => line.tell(event) });
