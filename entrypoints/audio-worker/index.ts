// The worker in which recordings are prepared, in the offscreen document or, in Firefox, of the background page. It takes
// and tells only what lib/domain/preparation.ts lists; bytes come from the blob store and go there.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createPreparations } from '../../lib/audio/preparations.ts';
import { getBlob, putBlob } from '../../lib/storage/blobs.ts';
import { createPlanner } from '../../lib/transcription/plan.ts';

export default defineUnlistedScript(() => {
  const preparations = createPreparations({
    createPlanner,
    getBlob,
    putBlob,
    tell: (work, event) => self.postMessage({ work, event }),
  });
  // Only the document that started this worker can speak to it, and that checked what it heard.
  self.onmessage = ({ data }) => preparations.take(data);
});
