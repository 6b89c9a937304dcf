// How one push changes a view. Pure; keeps what did not change as the same object, so that pages redraw little.
import type { Job } from '../domain/job.ts';
import type { Download } from '../domain/media.ts';
import type { Push, View } from '../messaging/protocol.ts';

const replaceJob = (jobs: readonly Job[], job: Job): Job[] =>
  jobs.some(({ id }) => id === job.id)
    ? jobs.map((old) => (old.id === job.id ? job : old))
    : [...jobs, job].sort((one, other) => other.createdAt - one.createdAt);

const replaceDownload = (downloads: readonly Download[], download: Download): Download[] =>
  downloads.some(({ id }) => id === download.id)
    ? downloads.map((old) => (old.id === download.id ? download : old))
    : [...downloads, download];

/** The view after this push, or 'stale' where the push does not fit what is here and a whole view is needed. */
export const applyPush = (view: View | null, push: Push): View | 'stale' => {
  if (push.type === 'view') return push.view;
  if (view === null) return 'stale';
  switch (push.type) {
    case 'settings':
      return { ...view, settings: push.settings, status: push.status };
    case 'status':
      return { ...view, status: push.status };
    case 'captures':
      return { ...view, captures: push.captures };
    case 'job':
      return { ...view, jobs: replaceJob(view.jobs, push.job) };
    case 'job-removed':
      return { ...view, jobs: view.jobs.filter(({ id }) => id !== push.id) };
    case 'download':
      return { ...view, downloads: replaceDownload(view.downloads, push.download) };
    case 'download-removed':
      return { ...view, downloads: view.downloads.filter(({ id }) => id !== push.id) };
    case 'job-progress': {
      const job = view.jobs.find(({ id }) => id === push.id);
      if (job?.kind !== 'transcription') return 'stale';
      return { ...view, jobs: replaceJob(view.jobs, { ...job, progress: push.progress }) };
    }
    case 'job-text': {
      const job = view.jobs.find(({ id }) => id === push.id);
      if (job === undefined || job.text.length !== push.at) return 'stale';
      return { ...view, jobs: replaceJob(view.jobs, { ...job, text: job.text + push.delta }) };
    }
  }
};
