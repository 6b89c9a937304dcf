// Who takes what was recorded, by what it was made for. A long one is not begun before the user has seen what it takes, but
// who dictates has said all there is to say.
import type { Jobs } from '../../lib/jobs/index.ts';
import type { TakeCaptured } from './kept-captures.ts';

/** Providers judge a file by the ending of its name, and have no business with the title of a tab. */
const fileName = 'recording.webm';

export const transcribe =
  (jobs: Pick<Jobs, 'forecast' | 'transcribe'>): TakeCaptured =>
  async ({ title }, blobId, agreed) => {
    const told = agreed === null ? await jobs.forecast({ blobId, fileName }) : null;
    if (told && !told.ok) return told;
    if (told && !told.forecast.short) return { ok: true, offer: told.forecast };
    return jobs.transcribe(blobId, fileName, { title, ...agreed });
  };

/** One person speaks, and the text goes on without names; what becomes of it, whoever began it knows. */
export const dictate =
  (jobs: Pick<Jobs, 'transcribe'>): TakeCaptured =>
  ({ title }, blobId) =>
    jobs.transcribe(blobId, fileName, { title: title.replace(/^Recording/, 'Dictation'), speakers: false });
