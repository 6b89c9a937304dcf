// Recordings as text, kept until the user removes them. Read one after the other: a history of hours of speech has to
// fit into no memory.
import { type Transcript, transcriptSchema } from '../domain/transcript.ts';
import { database } from './database.ts';

export const saveTranscript = async (transcript: Transcript): Promise<void> => {
  await (await database()).put('transcripts', transcript);
};

export const getTranscript = async (id: string): Promise<Transcript | null> =>
  transcriptSchema.safeParse(await (await database()).get('transcripts', id)).data ?? null;

export const removeTranscript = async (id: string): Promise<void> => (await database()).delete('transcripts', id);

/** Shows each to `visit`, in no order that means anything. One in a shape of another version is passed over. */
export const visitTranscripts = async (visit: (transcript: Transcript) => void): Promise<void> => {
  const reading = (await database()).transaction('transcripts');
  for await (const { value } of reading.store) {
    const transcript = transcriptSchema.safeParse(value).data;
    if (transcript) visit(transcript);
  }
};
