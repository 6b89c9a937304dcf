// How jobs begin: what is wanted is looked at first, its bytes or text are laid down, and a fresh row says what is to be
// done with them. Does nothing of it.
import { noProgress, type SummaryJob, type TranscriptionJob } from '../domain/job.ts';
import { noUsage } from '../domain/trace.ts';
import { acceptAudio, acceptText, type Begun } from './accept.ts';
import type { AtWork } from './at-work.ts';
import type { History } from './history.ts';
import type { JobPorts } from './ports.ts';

export type PageSource = Pick<SummaryJob, 'title' | 'url' | 'source'> & { text: string; transcriptId?: string };
export type RecordingWishes = Partial<Pick<TranscriptionJob, 'faster' | 'speakers' | 'language' | 'title'>>;

export type Starting = {
  summarize(page: PageSource): Promise<Begun>;
  /** Of a transcript as far as it is by now. */
  summarizeTranscript(id: string): Promise<Begun>;
  /**
   * Asked twice, as where the process died before it could answer, it is one job that begins.
   * @param blobId where the file lies, and the job's own id from then on. Where none begins it is still whose it was
   */
  transcribe(blobId: string, fileName: string, wishes?: RecordingWishes): Promise<Begun>;
};

const freshRow = (ports: JobPorts, id: string, title: string, blobId: string) => ({
  id,
  createdAt: ports.now(),
  updatedAt: ports.now(),
  state: 'running' as const,
  title,
  blobId,
  starts: 0,
  rounds: 0,
  text: '',
  target: null,
  note: '',
  retryAt: null,
  usage: noUsage,
  costUsd: 0,
  trace: null,
});

export const createStarting = (ports: JobPorts, { begin, find }: AtWork, history: History): Starting => {
  const summarize: Starting['summarize'] = async ({ text, title, url, source, transcriptId = null }) => {
    const refused = acceptText(ports, text);
    if (refused) return refused;
    const blobId = await ports.blobs.put(new Blob([text], { type: 'text/plain' }));
    return begin({
      ...freshRow(ports, ports.newId(), title, blobId),
      ...{ kind: 'summary', url, source, transcriptId, shareRead: null },
    });
  };

  return {
    summarize,
    summarizeTranscript: async (id) => {
      const entry = await history.read(id);
      const source = 'transcript' as const;
      if (entry) return summarize({ title: entry.title, text: entry.text, url: '', source, transcriptId: id });
      return { ok: false, message: 'This transcript is not there any more.', fix: 'none' };
    },
    transcribe: async (blobId, chosenName, wishes = {}) => {
      if (await find(blobId)) return { ok: true, jobId: blobId };
      const accepted = await acceptAudio(ports, blobId, chosenName);
      if (!accepted.ok) return accepted;
      const { fileName, bytes, seconds, whole } = accepted;
      const usual = ports.recordings();
      const { faster = false, speakers = usual.speakers, language = usual.language, title = chosenName } = wishes;
      return begin({
        ...freshRow(ports, blobId, title, blobId),
        ...{ kind: 'transcription', fileName, bytes, whole, faster, speakers, language },
        ...{ cut: whole, progress: { ...noProgress, seconds } },
      });
    },
  };
};
