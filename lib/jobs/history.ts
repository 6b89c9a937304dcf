// The history: what recordings have become, to be read, searched, renamed and removed. A recording that is still being
// written down can be read as far as it is.
import type { Form, HistoryEntry, HistoryHead, HistoryText, WrittenFile } from '../domain/history.ts';
import type { TranscriptionJob } from '../domain/job.ts';
import { excerptAt, foundIn } from '../domain/search.ts';
import { isUnfinished } from '../domain/unfinished.ts';
import { formats } from '../transcription/exports.ts';
import { fileNameOf } from '../transcription/file-name.ts';
import { merge } from '../transcription/merge.ts';
import { wordCount } from '../transcription/words.ts';
import { entryOf } from './keep-transcript.ts';
import { pendingIn, piecesOf } from './numbers.ts';
import type { JobPorts } from './ports.ts';

export type History = {
  /** Null: there is none of this id. */
  read(id: string): Promise<HistoryEntry | null>;
  /** Newest first. @param query words that it holds; empty: all */
  list(query?: string): Promise<HistoryHead[]>;
  /** As a file; null: there is none of this id. */
  write(id: string, form: Form): Promise<WrittenFile | null>;
  rename(id: string, title: string): Promise<void>;
  /** Deletes the recording and leaves the text. @returns false where none is kept */
  dropAudio(id: string): Promise<boolean>;
  /** Deletes recordings whose time is over. */
  expire(): Promise<void>;
  /** Blobs that are somebody's. */
  blobs(): Promise<string[]>;
};

const headOf = ({ text, ...head }: HistoryText, at: number): HistoryHead => ({
  ...head,
  wordCount: Math.round(wordCount(text)),
  excerpt: excerptAt(text, at),
});

/** @param jobOf the job that is at work on this, if any */
export const createHistory = (
  ports: Pick<JobPorts, 'transcripts' | 'chunks' | 'blobs' | 'now'>,
  jobOf: (id: string) => Promise<TranscriptionJob | null>,
): History => {
  const unfinished = async (id: string): Promise<HistoryEntry | null> => {
    const job = await jobOf(id);
    if (!job?.blobId) return null;
    const rows = await ports.chunks.of(id);
    // Neither what is missing nor how long it is kept is known yet.
    return {
      ...entryOf({ ...job, blobId: job.blobId }, merge(piecesOf(rows, null)), 0, ports.now()),
      audio: { blobId: job.blobId, until: null },
      pending: pendingIn(rows, job.progress.seconds),
    };
  };
  const read = async (id: string): Promise<HistoryEntry | null> => {
    const job = await jobOf(id);
    return (
      (job && isUnfinished(job) ? await unfinished(id) : null) ?? (await ports.transcripts.get(id)) ?? unfinished(id)
    );
  };
  const dropAudio = async (id: string): Promise<boolean> => {
    const entry = await ports.transcripts.get(id);
    if (!entry?.audio) return false;
    await ports.transcripts.save({ ...entry, audio: null });
    await ports.blobs.remove(entry.audio.blobId);
    return true;
  };
  return {
    read,
    write: async (id, form) => {
      const entry = await read(id);
      if (!entry) return null;
      const { title, seconds, language } = entry;
      const { ending, type, write } = formats[form];
      const text = write(entry, { title, seconds, ...(language === null ? {} : { language }) });
      return { text, fileName: fileNameOf(title, ending), mime: type };
    },
    list: async (query = '') => {
      const heads: HistoryHead[] = [];
      await ports.transcripts.visit((entry) => {
        const at = foundIn(entry, query);
        if (at !== null) heads.push(headOf(entry, at));
      });
      return heads.toSorted((one, other) => other.createdAt - one.createdAt);
    },
    rename: async (id, title) => {
      const entry = await ports.transcripts.get(id);
      if (entry) await ports.transcripts.save({ ...entry, title });
    },
    dropAudio,
    expire: async () => {
      const over: string[] = [];
      await ports.transcripts.visit(({ id, audio }) => {
        const until = audio?.until ?? null;
        if (until !== null && until <= ports.now()) over.push(id);
      });
      for (const id of over) await dropAudio(id);
    },
    blobs: async () => {
      const ids: string[] = [];
      await ports.transcripts.visit(({ audio }) => {
        if (audio) ids.push(audio.blobId);
      });
      return ids;
    },
  };
};
