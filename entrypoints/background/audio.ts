// The background's hands for audio, as this browser has them.
import { sleepFor } from '../../lib/engine/index.ts';
import { deleteBlob } from '../../lib/storage/blobs.ts';
import { createAudioHands } from './audio-hands.ts';
import { createOffscreen } from './offscreen-line.ts';
import { openOwnLine } from './own-line.ts';

const offscreen = createOffscreen();

/** To be called with every port that the offscreen document opens. */
export const connectAudio = offscreen.connect;

export const audioHands = createAudioHands({
  openLine: import.meta.env.FIREFOX ? openOwnLine : offscreen.open,
  removeBlob: deleteBlob,
  newId: () => crypto.randomUUID(),
  sleep: sleepFor,
});
