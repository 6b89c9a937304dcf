// What pages are told of a provider that never changes: made from its value, so that a new one has its card by itself.
import type { Provider } from '../../lib/domain/provider.ts';
import type { Face } from '../../lib/messaging/protocol.ts';

export const faceOf = ({ id, name, keyPage, keyShape, baseUrl, uploads, transcription }: Provider): Face => ({
  id,
  name,
  keyPage,
  keyExample: keyShape?.example ?? '',
  baseUrl,
  maxUploadBytes: uploads.maxBytes,
  turn: transcription.turn,
  mostPrompt: transcription.mostPrompt,
});
