// A recording as text, as far as it is: its name and facts, what can be done with it, a summary of it, the text beside its
// sound, and at the end who wrote it and how long the recording itself is kept.
import { useRef } from 'react';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { Job, SummaryJob, TranscriptionJob } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { Outcome } from '../popup/job-card.tsx';
import { Progress } from '../popup/progress.tsx';
import { Commands } from './commands.tsx';
import { End } from './end.tsx';
import { factsOf } from './facts.ts';
import { PlayerBar } from './player-bar.tsx';
import classes from './result.module.css';
import { SpokenText, useParagraphs, useSentenceIn } from './spoken-text.tsx';
import { SummaryPart } from './summary-page.tsx';
import { Title } from './title.tsx';
import { useEntry } from './use-entry.ts';
import { useFollow } from './use-follow.ts';
import { useHeard, usePlayer } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';

/** `job`: the one that made it; null: its row is gone. */
type TranscriptPageProps = { id: string; job: TranscriptionJob | null; view: View };

/** Changes whenever there is more to read. */
const revisionOf = (job: TranscriptionJob | null): string => {
  if (job === null) return '';
  const { state, progress, title, updatedAt } = job;
  // While it runs its row changes all the time; afterwards by what somebody does to it, here or on another page.
  return [state, progress.chunksWritten, progress.gaps.length, title, isUnfinished(job) ? '' : updatedAt].join(' ');
};

const isOf =
  (id: string) =>
  (job: Job): job is SummaryJob =>
    job.kind === 'summary' && job.transcriptId === id;

export const TranscriptPage = ({ id, job, view }: TranscriptPageProps) => {
  const { entry, isGone, refusal, readAgain } = useEntry(id, revisionOf(job));
  if (entry !== null) return <Transcript entry={entry} job={job} view={view} onChange={readAgain} />;
  return (
    <article className={classes.result} data-testid="result" data-state={job?.state}>
      {job === null ? null : <Title title={job.title} onRename={null} />}
      {job === null || !isGone ? null : <Outcome job={job} view={view} />}
      {isGone && job === null ? <Notice tone="plain">This is not there any more.</Notice> : null}
      <Refusal refusal={refusal} />
      {isGone ? null : <Lines />}
    </article>
  );
};

const Facts = ({ entry }: { entry: HistoryEntry }) => (
  <ul aria-label="Facts" className={classes.facts}>
    {factsOf(entry).map((fact) => (
      <li key={fact}>{fact}</li>
    ))}
  </ul>
);

const Lines = () => (
  <div className={classes.lines} aria-hidden="true">
    <span />
    <span />
    <span />
  </div>
);

type TranscriptProps = { entry: HistoryEntry; job: TranscriptionJob | null; view: View; onChange: () => void };

const Transcript = ({ entry, job, view, onChange }: TranscriptProps) => {
  const renaming = useAsking(useActions()['transcript.rename']);
  const player = usePlayer(entry.audio?.blobId ?? null);
  const paragraphs = useParagraphs(entry);
  const text = useRef<HTMLDivElement>(null);
  const plays = player.state === 'ready' || player.state === 'opening';
  const playing = useHeard(player.audio, useSentenceIn(paragraphs), -1);
  const { isFollowing, follow } = useFollow(text, playing, player.isPlaying);
  usePlayerKeys(player, plays);
  const play = (seconds: number) => {
    follow();
    player.playFrom(seconds);
  };
  const rename = async (name: string) => {
    const isRenamed = (await renaming.run({ id: entry.id, title: name })) !== null;
    if (isRenamed) onChange();
    return isRenamed;
  };
  const summary = view.jobs.find(isOf(entry.id));
  // The view hears of a new name before the text is read again.
  const title = job?.title ?? entry.title;
  const unfinished = job !== null && isUnfinished(job);
  return (
    <article className={classes.result} data-testid="result" data-state={job?.state ?? 'done'}>
      <div>
        <Title title={title} onRename={unfinished ? null : rename} />
        <Refusal refusal={renaming.refusal} />
        <Facts entry={entry} />
      </div>
      <Commands entry={entry} unfinished={unfinished} summary={summary} />
      {unfinished ? <Progress job={job} /> : null}
      {job === null ? null : <Outcome job={job} view={view} />}
      {summary === undefined ? null : <SummaryPart job={summary} view={view} />}
      {player.state === 'unplayable' ? (
        <Notice tone="plain">
          This browser does not play this kind of file, so the text cannot play along. Open the file in a player of your
          own: the times in the margin hold there too.
        </Notice>
      ) : null}
      {entry.passages.length === 0 && unfinished ? <Lines /> : null}
      <SpokenText
        entry={entry}
        paragraphs={paragraphs}
        playing={playing}
        onPlay={plays ? play : null}
        isUnfinished={unfinished}
        text={text}
      />
      {unfinished ? null : <End entry={entry} job={job} view={view} onChange={onChange} />}
      {/* biome-ignore lint/a11y/useMediaCaption: its words stand above */}
      <audio ref={player.audio} preload="metadata" hidden />
      {plays ? (
        <PlayerBar
          player={player}
          seconds={entry.seconds}
          onFollow={player.isPlaying && !isFollowing ? follow : null}
        />
      ) : null}
    </article>
  );
};
