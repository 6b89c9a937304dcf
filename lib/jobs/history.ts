// The history: what recordings have become, to be read, searched, renamed and removed. A recording that is still being
// written down can be read as far as it is.
import type { HistoryEntry, HistoryHead } from '../domain/history.ts';
import type { TranscriptionJob } from '../domain/job.ts';
import { merge } from '../transcription/merge.ts';
import { wordCount } from '../transcription/words.ts';
import { entryOf } from './keep-transcript.ts';
import { piecesOf } from './numbers.ts';
import type { JobPorts } from './ports.ts';

export type History = {
  /** Null: there is none of this id. */
  read(id: string): Promise<HistoryEntry | null>;
  /** Newest first. @param query words that it holds; empty: all */
  list(query?: string): Promise<HistoryHead[]>;
  rename(id: string, title: string): Promise<void>;
  /** Deletes recordings whose time is over. */
  expire(): Promise<void>;
  /** Blobs that are somebody's. */
  blobs(): Promise<string[]>;
};

const excerptLength = 160;
/** So much stands before the place that was found. */
const lead = 40;

const excerptAt = (text: string, at: number): string => {
  const start = at <= lead ? 0 : text.indexOf(' ', at - lead) + 1;
  const part = text
    .slice(start, start + excerptLength)
    .replace(/\s+/g, ' ')
    .trim();
  return `${start > 0 ? '… ' : ''}${part}${start + excerptLength < text.length ? ' …' : ''}`;
};

/** Where the first of the words stands; null: not all of them are in it. */
const foundIn = ({ title, text }: HistoryEntry, query: string): number | null => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [name, body] = [title.toLowerCase(), text.toLowerCase()];
  if (!words.every((word) => body.includes(word) || name.includes(word))) return null;
  return Math.max(0, body.indexOf(words[0] ?? ''));
};

const headOf = ({ text, passages: _, ...head }: HistoryEntry, at: number): HistoryHead => ({
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
    const pieces = piecesOf(await ports.chunks.of(id), null);
    // Neither what is missing nor how long it is kept is known yet.
    return {
      ...entryOf({ ...job, blobId: job.blobId }, merge(pieces), 0, ports.now()),
      audio: { blobId: job.blobId, until: null },
    };
  };
  return {
    read: async (id) => {
      const job = await jobOf(id);
      const isAtWork = job?.state === 'running' || job?.state === 'waiting';
      return (isAtWork ? await unfinished(id) : null) ?? (await ports.transcripts.get(id)) ?? unfinished(id);
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
    expire: async () => {
      const over: HistoryEntry[] = [];
      await ports.transcripts.visit((entry) => {
        const until = entry.audio?.until ?? null;
        if (until !== null && until <= ports.now()) over.push(entry);
      });
      for (const entry of over) {
        await ports.transcripts.save({ ...entry, audio: null });
        if (entry.audio) await ports.blobs.remove(entry.audio.blobId);
      }
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
