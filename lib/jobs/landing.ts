// What becomes of a recording when an upload has come back: the chunk's new state is written down, its bytes are let go
// or made again, and where nobody can be reached any more all the rest is given up for now.
import type { ChunkRow } from '../domain/journal.ts';
import { withLength } from './chunk-journal.ts';
import { type Course, letGo } from './course.ts';
import { cutChunk } from './cut-chunk.ts';
import { judgeIn, languageIn } from './hear.ts';
import { unsent } from './numbers.ts';
import type { Sent } from './send-chunk.ts';
import { weigh } from './weigh.ts';
import { cutNoShorter } from './words.ts';

/** So many chunks in a row that nobody could be reached for mean that nobody can be reached. */
const mostDown = 2;

/** Has a chunk made ready in shorter parts, or once more where its bytes are gone. */
export const makeAgain = async (course: Course, chunk: ChunkRow, most: number): Promise<void> => {
  const { ports, journal, blobId, signal } = course;
  const parts = await cutChunk(ports, blobId, chunk, most, signal);
  if (signal.aborted) return;
  if (parts) await journal.add(parts, chunk);
  else await journal.change(chunk, { state: { is: 'gap', why: cutNoShorter } });
  await letGo(course, chunk);
};

/** Everything that was not sent is a gap, for this reason. */
export const giveUp = ({ journal }: Course, why: string): Promise<void> =>
  journal.add(unsent(journal.rows()).map((chunk) => ({ ...chunk, state: { is: 'gap', why } })));

const stop = async (course: Course, why: string): Promise<void> => {
  course.stopped = why;
  course.preparing.stop();
  await giveUp(course, why);
};

const goOn = async (course: Course, chunk: ChunkRow): Promise<void> => {
  const { row, journal } = course;
  course.downs = 0;
  await letGo(course, chunk);
  const { language, starts, rounds } = row.job();
  const found = language ?? languageIn(journal.rows()) ?? null;
  // It is further than at its last start, so that what ended it then is not in it.
  if (found !== language || starts > 1 || rounds > 0) await row.change({ language: found, starts: 1, rounds: 0 });
};

/**
 * Whoever could take the file whole turned out not to, or not to know what is in it: services refuse kinds (AAC, MKV, MOV)
 * that this browser reads.
 */
const cutAfterAll = async (course: Course, chunk: ChunkRow): Promise<void> => {
  const { row, journal } = course;
  await journal.add([], chunk);
  await letGo(course, chunk);
  await row.change({ whole: false, cut: false });
};

export const land = async (course: Course, chunk: ChunkRow, sent: Sent): Promise<void> => {
  const { ports, row, journal, tally } = course;
  const job = row.job();
  tally.landed(sent);
  if (!sent.result.ok) course.refusal = sent.result;
  const heard = job.whole && sent.result.ok ? { ...chunk, chunk: withLength(chunk, sent.result) } : chunk;
  const judge = judgeIn({ job, rows: journal.rows(), words: ports.recordings().words });
  const { change, down, tooLong, unread } = weigh(heard, sent, judge, ports.now());
  if (job.whole && (tooLong || unread)) return cutAfterAll(course, chunk);
  if (change) await journal.change(heard, change);
  if (change?.state?.is === 'done') return goOn(course, chunk);
  if (tooLong) return makeAgain(course, chunk, (chunk.chunk.end - chunk.chunk.start) / 2);
  if (down === 'no' || change?.state?.is !== 'gap') return;
  course.downs += 1;
  if (course.stopped === null && (down === 'for good' || course.downs >= mostDown))
    await stop(course, change.state.why);
};
