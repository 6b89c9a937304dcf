// Recordings as text, kept until the user removes them. Read one after the other: a history of hours of speech has to
// fit into no memory.
import { type HistoryEntry, historyEntrySchema } from '../domain/history.ts';
import { database } from './database.ts';

export const saveTranscript = async (entry: HistoryEntry): Promise<void> => {
  await (await database()).put('transcripts', entry);
};

export const getTranscript = async (id: string): Promise<HistoryEntry | null> =>
  historyEntrySchema.safeParse(await (await database()).get('transcripts', id)).data ?? null;

export const removeTranscript = async (id: string): Promise<void> => (await database()).delete('transcripts', id);

/** Shows each to `visit`, in no order that means anything. One in a shape of another version is passed over. */
export const visitTranscripts = async (visit: (entry: HistoryEntry) => void): Promise<void> => {
  const reading = (await database()).transaction('transcripts');
  for await (const { value } of reading.store) {
    const entry = historyEntrySchema.safeParse(value).data;
    if (entry) visit(entry);
  }
};
