// Carries one recording from the file to its text: chunks are sent while later ones are still being made ready, each is
// written down before it goes and once it is answered, and what fails is asked for elsewhere, parked, or marked as a gap.
// Whom to ask is the engine's business; where to cut, what an answer is worth and how they are put together is
// lib/transcription's.
import type { TranscriptionJob } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Refusal, Route } from '../domain/request.ts';
import type { TargetName } from '../domain/trace.ts';
import { createBell } from './bell.ts';
import { type ChunkJournal, withLength } from './chunk-journal.ts';
import { cutChunk } from './cut-chunk.ts';
import { decide } from './decide.ts';
import { judgeIn, languageIn } from './hear.ts';
import { limitsFor } from './limits-for.ts';
import { isSettled, unsent } from './numbers.ts';
import type { JobPorts } from './ports.ts';
import { createPreparing } from './preparing.ts';
import type { Row } from './row.ts';
import { type Manner, requestFor, type Sent, sendChunk } from './send-chunk.ts';
import type { Tally } from './tally.ts';
import { weigh } from './weigh.ts';

/** Up to here it waits where it is; beyond, its row waits and an alarm goes on with it. */
const waitHereMs = 25_000;
/** Where only the end of others' calls can tell when to go on. */
const lookAgainMs = 1_000;
/** So many chunks in a row that nobody could be reached for mean that nobody can be reached. */
const mostDown = 2;

export type Carried =
  /** All of it is settled. `missing`: why what was never made ready is not. */
  | { end: 'settled'; missing: string | null; note: string }
  /** Nobody can go on before then, in ms since 1970. */
  | { end: 'parked'; until: number; refusal: Refusal | null }
  | { end: 'aborted' };

export type Work = {
  ports: JobPorts;
  row: Row<TranscriptionJob>;
  /** Where the recording itself lies. */
  blobId: string;
  journal: ChunkJournal;
  tally: Tally;
  signal: AbortSignal;
};

type Flight = { target: TargetName | null };

export const carryRecording = async ({ ports, row, blobId, journal, tally, signal }: Work): Promise<Carried> => {
  const bell = createBell();
  const flights = new Map<number, Flight>();
  const blobs = new Map<number, Blob>();
  let refusal: Refusal | null = null;
  let stopped: string | null = null;
  let downs = 0;
  let bug: unknown = null;
  const { job } = row;
  const preparing = createPreparing(
    ports,
    { id: job().id, blobId },
    journal,
    { onLength: tally.length, onSecond: tally.prepared, onChange: bell.ring },
    signal,
  );
  signal.addEventListener('abort', bell.ring, { once: true });

  const manner = (): Manner => {
    const { language, speakers, faster } = job();
    const { words } = ports.recordings();
    return { language: language ?? undefined, speakers, spread: faster, words };
  };
  const blobOf = async ({ index, prepared }: ChunkRow): Promise<Blob | null> => {
    const known = blobs.get(index) ?? (prepared && (await ports.blobs.get(prepared.blobId)));
    if (known) blobs.set(index, known);
    return known;
  };
  /** What goes on beside everything else. A bug in it ends the whole. */
  const aside = (index: number, work: Promise<void>): void => {
    void work
      .catch((error) => {
        bug ??= error;
      })
      .finally(() => {
        flights.delete(index);
        bell.ring();
      });
  };
  const letGo = async (chunk: ChunkRow): Promise<void> => {
    blobs.delete(chunk.index);
    if (chunk.prepared && chunk.prepared.blobId !== blobId) await ports.blobs.remove(chunk.prepared.blobId);
  };

  /** Has it made ready in shorter parts, or once more where its bytes are gone. */
  const makeAgain = async (chunk: ChunkRow, most: number): Promise<void> => {
    const parts = await cutChunk(ports, blobId, chunk, most, signal);
    if (signal.aborted) return;
    if (parts) await journal.add(parts, chunk);
    else await journal.change(chunk, { state: { is: 'gap', why: 'It could not be cut any shorter.' } });
    await letGo(chunk);
  };

  const giveUp = (why: string): Promise<void> =>
    journal.add(unsent(journal.rows()).map((chunk) => ({ ...chunk, state: { is: 'gap', why } })));
  const stop = async (why: string): Promise<void> => {
    stopped = why;
    preparing.stop();
    await giveUp(why);
  };

  const land = async (chunk: ChunkRow, sent: Sent): Promise<void> => {
    tally.landed(sent);
    if (!sent.result.ok) refusal = sent.result;
    const { words } = ports.recordings();
    const heard = job().whole && sent.result.ok ? { ...chunk, chunk: withLength(chunk, sent.result) } : chunk;
    const { change, down, tooLong } = weigh(
      heard,
      sent,
      judgeIn({ job: job(), rows: journal.rows(), words }),
      ports.now(),
    );
    if (change) await journal.change(heard, change);
    if (change?.state?.is === 'done') {
      downs = 0;
      await letGo(chunk);
      const language = job().language ?? languageIn(journal.rows()) ?? null;
      // It is further than at its last start, so that what ended it then is not in it.
      if (language !== job().language || job().starts > 1 || job().rounds > 0)
        await row.change({ language, starts: 1, rounds: 0 });
    }
    if (tooLong && !job().whole) return makeAgain(chunk, (chunk.chunk.end - chunk.chunk.start) / 2);
    if (down === 'no') return;
    downs += 1;
    const why = change?.state?.is === 'gap' ? change.state.why : '';
    if (stopped === null && (down === 'for good' || downs >= mostDown)) await stop(why);
  };

  /** Goes out before this resolves, so that the next look at who is free knows of it. */
  const send = async (chunk: ChunkRow, blob: Blob): Promise<void> => {
    const flight: Flight = { target: null };
    flights.set(chunk.index, flight);
    const sent = await journal.change(chunk, { state: { is: 'sent' } });
    if (signal.aborted) return;
    const onTarget = (target: TargetName) => {
      flight.target = target;
      bell.ring();
    };
    const answering = sendChunk(ports, requestFor(sent, blob, manner()), onTarget, signal);
    aside(
      chunk.index,
      answering.then((landed) => (signal.aborted ? undefined : land(sent, landed))),
    );
    if (job().state === 'waiting') await row.change({ state: 'running', note: '', retryAt: null });
  };

  const routeFor = (chunk: ChunkRow, blob: Blob): Route => ports.engine.plan(requestFor(chunk, blob, manner()));
  /** Until the language is known one goes ahead of the others. */
  const isLearning = () =>
    job().language === null && flights.size > 0 && !journal.rows().some(({ state }) => state.is === 'done');

  /** @returns when to look again at the latest, in ms since 1970; null: when something happens */
  const sendAll = async (most: number): Promise<number | null> => {
    let again: number | null = null;
    const by = (at: number) => {
      again = Math.min(at, again ?? at);
    };
    for (const chunk of unsent(journal.rows())) {
      const now = ports.now();
      if (flights.has(chunk.index)) continue;
      if (chunk.state.is === 'parked' && chunk.state.until > now) {
        by(chunk.state.until);
        continue;
      }
      if (signal.aborted || stopped !== null || isLearning()) break;
      const blob = await blobOf(chunk);
      const targets = [...flights.values()].map(({ target }) => target);
      const decision = blob
        ? decide(chunk, {
            route: routeFor(chunk, blob),
            flights: targets,
            faster: job().faster,
            most: job().whole ? Number.POSITIVE_INFINITY : most,
            now,
          })
        : { do: 'cut' as const };
      if (decision.do === 'send' && blob) await send(chunk, blob);
      else if (decision.do === 'park') {
        await journal.change(chunk, { state: { is: 'parked', until: decision.until } });
        by(decision.until);
      } else if (decision.do === 'cut') {
        flights.set(chunk.index, { target: null });
        aside(chunk.index, makeAgain(chunk, blob ? most : Number.POSITIVE_INFINITY));
      } else if (decision.do === 'hold') {
        by(decision.until ?? (flights.size > 0 ? Number.POSITIVE_INFINITY : now + lookAgainMs));
        break;
      }
    }
    return again === Number.POSITIVE_INFINITY ? null : again;
  };

  const pause = async (until: number | null): Promise<void> => {
    if (until === null) return bell.heard();
    const timer = new AbortController();
    const over = ports.sleep(Math.max(0, until - ports.now()), timer.signal).catch(() => {});
    await Promise.race([bell.heard(), over]);
    timer.abort();
  };

  /** Why nothing more will be made ready; null: all of it is, or it goes on. */
  const missing = (): string | null => {
    const ended = preparing.ended();
    return stopped ?? (ended && !ended.ok ? ended.message : null);
  };

  for (;;) {
    if (bug !== null) throw bug;
    if (signal.aborted) return { end: 'aborted' };
    const limits = limitsFor(ports, manner(), job().progress.seconds);
    const ended = preparing.ended();
    if (ended?.ok && !job().cut) await row.change({ cut: true });
    if (!job().cut && stopped === null) preparing.goOn(limits);
    const again = await sendAll(limits.mostOfAll);
    preparing.taken();
    tally.show(
      journal.rows(),
      [...flights.values()].flatMap(({ target }) => target ?? []),
    );
    if (stopped !== null && flights.size === 0) await giveUp(stopped);
    const isOver = (job().cut || missing() !== null) && isSettled(journal.rows());
    if (flights.size === 0 && isOver) return { end: 'settled', missing: missing(), note: ended?.ok ? ended.note : '' };
    const isIdle = flights.size === 0 && !preparing.isBusy();
    if (isIdle && again !== null && again - ports.now() > waitHereMs) {
      preparing.stop();
      return { end: 'parked', until: again, refusal };
    }
    await pause(again);
  }
};
