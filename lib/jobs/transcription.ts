// A transcription from the file to its place in the history: takes up what an earlier life has left, has the recording
// carried on, and brings it to its end, to a rest, or to an end with gaps that can be asked for again.
import type { TranscriptionJob } from '../domain/job.ts';
import { merge } from '../transcription/merge.ts';
import { afresh, type ChunkJournal, openChunkJournal, wholeRow } from './chunk-journal.ts';
import { entryOf, textOf } from './keep-transcript.ts';
import { fail, mostRounds, start } from './life.ts';
import { countsOf, piecesOf, unsent } from './numbers.ts';
import type { JobPorts } from './ports.ts';
import { type Carried, carryRecording } from './recording.ts';
import type { Row } from './row.ts';
import { createTally } from './tally.ts';
import { nothingHeard, partsMissing, sourceGone, waitedInVain, waitingInLine, waitingNote } from './words.ts';

/**
 * What was on its way when an earlier life ended went out, and nobody has its answer.
 * @param again every gap is now a chunk like one that nobody was asked for
 */
const takeUp = async (
  row: Row<TranscriptionJob>,
  journal: ChunkJournal,
  blobId: string,
  again: boolean,
): Promise<void> => {
  const { id, whole, fileName, bytes, progress } = row.job();
  const lost = journal.rows().filter(({ state }) => state.is === 'sent');
  const sent = lost.reduce((sum, { prepared }) => sum + (prepared?.seconds ?? 0), 0);
  if (sent > 0) row.advance({ progress: { ...progress, sent: progress.sent + sent } });
  await journal.add(lost.map((chunk) => ({ ...chunk, state: { is: 'pending' } })));
  const open = journal.rows().filter(({ state }) => state.is !== 'done' && state.is !== 'silent');
  if (again) await journal.add(open.map(afresh));
  if (whole && journal.rows().length === 0)
    await journal.add([wholeRow(id, { blobId, fileName, bytes, seconds: progress.seconds })]);
};

/** Lets go of all that was only needed on the way. @param kept the blob that is still somebody's */
const clear = async (ports: JobPorts, journal: ChunkJournal, jobId: string, kept: string): Promise<void> => {
  const left = journal.rows().flatMap(({ prepared }) => prepared?.blobId ?? []);
  await ports.chunks.remove(jobId);
  for (const id of left) if (id !== kept) await ports.blobs.remove(id);
};

const finish = async (
  ports: JobPorts,
  row: Row<TranscriptionJob>,
  journal: ChunkJournal,
  blobId: string,
  { missing, note }: Extract<Carried, { end: 'settled' }>,
  signal: AbortSignal,
): Promise<void> => {
  const rows = journal.rows();
  const heard = rows.at(-1)?.chunk.end ?? 0;
  const seconds = row.job().progress.seconds ?? (missing === null ? heard : null);
  // Where nobody knows how much is missing, something is all the same.
  const rest = missing === null ? null : { why: missing, end: seconds ?? heard + 1 };
  const transcript = merge(piecesOf(rows, rest));
  const { gaps, passages } = transcript;
  const progress = { ...row.job().progress, ...countsOf(rows), seconds, at: [], endsAt: null, gaps };
  const [first] = gaps;
  if (passages.length === 0 && first)
    return row.change({ state: 'failed', text: '', note: first.why, retryAt: null, progress });
  const { keepAudioDays } = ports.recordings();
  const job = { ...row.job(), progress, blobId };
  const entry = entryOf(job, transcript, keepAudioDays, ports.now());
  if (signal.aborted) return;
  // Whoever recorded it may hear what no model did: it is kept like any other.
  if (passages.length > 0 || entry.audio !== null) await ports.transcripts.save(entry);
  await row.change({
    ...{ state: 'done', text: textOf(transcript), retryAt: null, progress },
    note: passages.length === 0 ? nothingHeard : first ? partsMissing(gaps) : note,
    blobId: first ? blobId : null,
  });
  if (first) return;
  await clear(ports, journal, job.id, blobId);
  if (entry.audio === null) await ports.blobs.remove(blobId);
};

export const carryTranscription = async (
  ports: JobPorts,
  row: Row<TranscriptionJob>,
  signal: AbortSignal,
): Promise<void> => {
  const { id, blobId, state, progress } = row.job();
  const again = state !== 'running' && state !== 'waiting';
  const journal = await openChunkJournal(ports, id, signal);
  const isThere = blobId !== null && (await ports.blobs.get(blobId)) !== null;
  if (isThere) await takeUp(row, journal, blobId, again);
  if (!(await start(row, again ? { progress: { ...progress, gaps: [] } } : {}))) return;
  if (!isThere) return fail(row, sourceGone);
  const tally = createTally(row, ports.now);
  const carried = await carryRecording({ ports, row, blobId, journal, tally, signal });
  if (carried.end === 'settled') return finish(ports, row, journal, blobId, carried, signal);
  if (carried.end !== 'parked') return;
  const { rounds } = row.job();
  if (rounds < mostRounds) {
    const note = carried.refusal ? waitingNote(carried.refusal) : waitingInLine;
    return row.change({ state: 'waiting', note, retryAt: carried.until, starts: 0, rounds: rounds + 1 });
  }
  await journal.add(unsent(journal.rows()).map((chunk) => ({ ...chunk, state: { is: 'gap', why: waitedInVain } })));
  return finish(ports, row, journal, blobId, { end: 'settled', missing: waitedInVain, note: '' }, signal);
};

/** Whether there is something left of it to ask for again. */
export const canBeAskedAgain = ({ state, progress, blobId }: TranscriptionJob): boolean =>
  state === 'failed' || state === 'cancelled' || (state === 'done' && progress.gaps.length > 0 && blobId !== null);
