// The background's jobs, put together of this browser's own parts: where they are written down, who handles their audio, and
// which pages hear of them.
import type { TranscriptionSettings } from '../../lib/domain/settings.ts';
import { type Engine, sleepFor } from '../../lib/engine/index.ts';
import { createJobs, type Jobs } from '../../lib/jobs/index.ts';
import { deleteBlob, getBlob, putBlob } from '../../lib/storage/blobs.ts';
import { chunksOf, removeChunks, saveChunks } from '../../lib/storage/chunks.ts';
import { allJobs, removeJob, saveJob } from '../../lib/storage/jobs.ts';
import { getTranscript, removeTranscript, saveTranscript, visitTranscripts } from '../../lib/storage/transcripts.ts';
import { audioHands } from './audio.ts';
import type { JobEnds } from './job-ends.ts';
import { keepAwake } from './keep-awake.ts';
import type { Pages } from './view.ts';

/** @param inside whoever hears of them in the background itself */
export const openJobs = (
  engine: Engine,
  recordings: () => TranscriptionSettings,
  pages: Pick<Pages, 'push'>,
  inside: Pick<JobEnds, 'hear' | 'gone'>,
): Jobs =>
  createJobs({
    engine,
    journal: { save: saveJob, remove: removeJob, all: allJobs },
    blobs: { put: putBlob, get: getBlob, remove: deleteBlob },
    chunks: { save: saveChunks, of: chunksOf, remove: removeChunks },
    transcripts: { save: saveTranscript, get: getTranscript, remove: removeTranscript, visit: visitTranscripts },
    prepare: audioHands.prepare,
    recordings,
    keepAwake,
    now: Date.now,
    sleep: sleepFor,
    newId: () => crypto.randomUUID(),
    onJob: (job) => {
      pages.push({ type: 'job', job });
      inside.hear(job);
    },
    onProgress: (id, progress) => pages.push({ type: 'job-progress', id, progress }),
    onText: (id, at, delta) => pages.push({ type: 'job-text', id, at, delta }),
    onRemoved: (id) => {
      pages.push({ type: 'job-removed', id });
      inside.gone(id);
    },
  });
