// Captures as rows that outlive the worker and the browser. Their sound lies in parts.ts.
import { type Capture, captureSchema } from '../domain/capture.ts';
import { database } from './database.ts';

export const saveCapture = async (capture: Capture): Promise<void> => {
  await (await database()).put('captures', capture);
};

export const removeCapture = async (id: string): Promise<void> => (await database()).delete('captures', id);

/** Oldest first. */
export const allCaptures = async (): Promise<Capture[]> => {
  const rows = await (await database()).getAll('captures');
  return rows
    .flatMap((row) => captureSchema.safeParse(row).data ?? [])
    .toSorted((one, other) => one.startedAt - other.startedAt);
};
