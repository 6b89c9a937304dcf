// What an answer to a chunk is worth in the light of the others of its recording: hands lib/transcription's guards what
// they need to know. Pure.
import type { TranscriptionJob } from '../domain/job.ts';
import type { ChunkRow } from '../domain/journal.ts';
import type { Answer } from '../domain/request.ts';
import type { ChunkAnswer } from '../domain/transcript.ts';
import { type Flaw, judge, paceOf, usualPace, withoutSilence } from '../transcription/guards.ts';
import { pinnedLanguage } from '../transcription/language.ts';
import { promptFor, promptOf } from '../transcription/prompt.ts';
import type { Judge } from './weigh.ts';

/** What can be told without knowing where in the sound there is voice: nobody has looked at a file that goes as it is. */
const toldByTextAlone: readonly Flaw[] = ['loop', 'script', 'prompt', 'doubt'];

const answerOf = ({ text, segments, words, language }: Answer): ChunkAnswer => ({
  text,
  ...(segments ? { segments: [...segments] } : {}),
  ...(words ? { words: [...words] } : {}),
  ...(language === undefined ? {} : { language }),
});

const paceIn = (rows: readonly ChunkRow[]): number | null =>
  usualPace(rows.flatMap(({ chunk, state }) => (state.is === 'done' ? [paceOf(state.answer.text, chunk)] : [])));

export type Context = {
  job: Pick<TranscriptionJob, 'whole' | 'language'>;
  rows: readonly ChunkRow[];
  words: readonly string[];
};

export const judgeIn =
  ({ job, rows, words }: Context): Judge =>
  ({ chunk }, given) => {
    const answer = withoutSilence(answerOf(given), chunk);
    const verdict = judge(answer, {
      chunk,
      language: job.language ?? undefined,
      pace: paceIn(rows),
      prompt: promptFor(chunk, promptOf(words)),
    });
    const isMeant = !verdict.ok && (!job.whole || toldByTextAlone.includes(verdict.flaw));
    return { answer, why: isMeant ? verdict.reason : null };
  };

/** The language for all further chunks: what the first of them that holds enough voice was found to be in. */
export const languageIn = (rows: readonly ChunkRow[]): string | undefined =>
  pinnedLanguage(
    undefined,
    rows.flatMap(({ chunk, state }) =>
      state.is === 'done' ? [{ language: state.answer.language, voiced: chunk.voiced }] : [],
    ),
  );
