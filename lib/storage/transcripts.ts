// Recordings as text, kept until the user removes them. Texts and times lie apart, so that looking through all of them reads
// the texts alone, one after the other: a history of hours of speech has to fit into no memory.
import { type HistoryEntry, type HistoryText, historyEntrySchema, historyTextSchema } from '../domain/history.ts';
import { database } from './database.ts';

const both = ['transcripts', 'passages'] as const;

export const saveTranscript = async ({ passages, pending: _, ...text }: HistoryEntry): Promise<void> => {
  const writing = (await database()).transaction(both, 'readwrite');
  await Promise.all([
    writing.objectStore('transcripts').put(text),
    writing.objectStore('passages').put({ id: text.id, passages }),
    writing.done,
  ]);
};

export const getTranscript = async (id: string): Promise<HistoryEntry | null> => {
  const reading = (await database()).transaction(both);
  const [text, times] = await Promise.all(both.map((store) => reading.objectStore(store).get(id)));
  return historyEntrySchema.safeParse({ ...text, ...times }).data ?? null;
};

export const removeTranscript = async (id: string): Promise<void> => {
  const writing = (await database()).transaction(both, 'readwrite');
  await Promise.all([...both.map((store) => writing.objectStore(store).delete(id)), writing.done]);
};

/** Shows each to `visit`, in no order that means anything. One in a shape of another version is passed over. */
export const visitTranscripts = async (visit: (entry: HistoryText) => void): Promise<void> => {
  const reading = (await database()).transaction('transcripts');
  for await (const { value } of reading.store) {
    const entry = historyTextSchema.safeParse(value).data;
    if (entry) visit(entry);
  }
};
