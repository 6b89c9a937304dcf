// The only HTTP: three calls over one fetch, which is handed in.
import type { Send } from '../domain/wire.ts';
import { chat } from './chat.ts';
import type { Fetch } from './exchange.ts';
import { modelList } from './model-list.ts';
import { transcription } from './transcription.ts';

export const createSend = (fetch: Fetch): Send => ({
  chat: (...rest) => chat(fetch, ...rest),
  transcription: (...rest) => transcription(fetch, ...rest),
  modelList: (...rest) => modelList(fetch, ...rest),
});
