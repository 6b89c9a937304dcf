// A recording as text, as far as it is: its name and facts, what can be done with it, a summary of it, the text beside its
// sound, and at the end who wrote it and how long the recording itself is kept.
import { useEffect, useRef } from 'react';
import type { Form, HistoryEntry } from '../../lib/domain/history.ts';
import type { Job, SummaryJob, TranscriptionJob } from '../../lib/domain/job.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Button, ConfirmButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { CopyIcon, DownloadIcon, PageIcon, RemoveIcon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { costOf, Outcome } from '../popup/job-card.tsx';
import { Progress } from '../popup/progress.tsx';
import { TraceDisclosure } from '../popup/trace-disclosure.tsx';
import { dayOf, factsOf, percent, sharesOf } from './facts.ts';
import { PlayerBar } from './player-bar.tsx';
import classes from './result.module.css';
import { SpokenText, sentenceAt, useParagraphs } from './spoken-text.tsx';
import { SummaryPart } from './summary-page.tsx';
import { Title } from './title.tsx';
import { useEntry } from './use-entry.ts';
import { useFollow } from './use-follow.ts';
import { type Player, usePlayer } from './use-player.ts';

/** `job`: the one that made it; null: its row is gone. */
type TranscriptPageProps = { id: string; job: TranscriptionJob | null; view: View };

const isAtWork = (job: TranscriptionJob | null): boolean => job?.state === 'running' || job?.state === 'waiting';

/** Changes whenever there is more to read. */
const revisionOf = (job: TranscriptionJob | null): string =>
  job === null ? '' : [job.state, job.progress.chunksWritten, job.progress.gaps.length, job.title].join(' ');

const isOf =
  (id: string) =>
  (job: Job): job is SummaryJob =>
    job.kind === 'summary' && job.transcriptId === id;

export const TranscriptPage = ({ id, job, view }: TranscriptPageProps) => {
  const { entry, missing, readAgain } = useEntry(id, revisionOf(job));
  if (entry !== null) return <Transcript entry={entry} job={job} view={view} onChange={readAgain} />;
  return (
    <article className={classes.result} data-testid="result" data-state={job?.state}>
      {job === null ? null : <Title title={job.title} onRename={null} />}
      {job === null || missing === null ? null : <Outcome job={job} view={view} />}
      {missing !== null && job === null ? <Notice tone="plain">{missing}</Notice> : null}
      {missing === null ? <Lines /> : null}
    </article>
  );
};

const Lines = () => (
  <div className={classes.lines} aria-hidden="true">
    <span />
    <span />
    <span />
  </div>
);

type TranscriptProps = { entry: HistoryEntry; job: TranscriptionJob | null; view: View; onChange: () => void };

const Transcript = ({ entry, job, view, onChange }: TranscriptProps) => {
  const actions = useActions();
  const player = usePlayer(entry.audio?.blobId ?? null);
  const paragraphs = useParagraphs(entry);
  const text = useRef<HTMLDivElement>(null);
  const plays = player.state === 'ready' || player.state === 'opening';
  const isBegun = player.isPlaying || player.time > 0;
  const playing = plays && isBegun ? sentenceAt(paragraphs, player.time) : -1;
  const { isFollowing, follow } = useFollow(text, playing, player.isPlaying);
  usePlayerKeys(player, plays);
  const play = (seconds: number) => {
    follow();
    player.playFrom(seconds);
  };
  const rename = async (name: string) => {
    await actions['transcript.rename']({ id: entry.id, title: name });
    onChange();
  };
  const summary = view.jobs.find(isOf(entry.id));
  // The view hears of a new name before the text is read again.
  const title = job?.title ?? entry.title;
  const unfinished = isAtWork(job);
  return (
    <article className={classes.result} data-testid="result" data-state={job?.state ?? 'done'}>
      <div>
        <Title title={title} onRename={unfinished ? null : rename} />
        <ul aria-label="Facts" className={classes.facts}>
          {factsOf(entry).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
      <Commands entry={entry} unfinished={unfinished} summary={summary} />
      {job !== null && unfinished ? <Progress job={job} /> : null}
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

const forms: readonly { id: Form; label: string; note: string }[] = [
  { id: 'text', label: 'Text', note: '.txt' },
  { id: 'srt', label: 'Subtitles, SRT', note: '.srt' },
  { id: 'vtt', label: 'Subtitles, WebVTT', note: '.vtt' },
  { id: 'markdown', label: 'Markdown with times', note: '.md' },
  { id: 'json', label: 'JSON with all there is', note: '.json' },
];

type CommandsProps = { entry: HistoryEntry; unfinished: boolean; summary: SummaryJob | undefined };

const Commands = ({ entry, unfinished, summary }: CommandsProps) => {
  const actions = useActions();
  const summarizing = useAsking(actions['transcript.summarize']);
  const writing = useAsking(actions['transcript.write']);
  const cancelling = useAsking(actions['job.cancel']);
  const { id, text, title } = entry;
  const save = async (form: Form) => {
    const written = await writing.run({ id, form });
    if (written !== null) actions.save(written.file);
  };
  return (
    <>
      <div className={classes.buttons}>
        {text === '' || summary !== undefined ? null : (
          <Button busy={summarizing.pending} onClick={() => void summarizing.run({ id })}>
            <PageIcon />
            Summarize this
          </Button>
        )}
        {text === '' ? null : (
          <>
            <Menu
              name={
                <>
                  <DownloadIcon />
                  Download
                </>
              }
              items={forms}
              busy={writing.pending}
              onChoose={save}
            />
            <CopyButton name="Copy the text" word="Copy" weight="plain" icon={<CopyIcon />} text={() => text} />
          </>
        )}
        {unfinished ? (
          <Button busy={cancelling.pending} onClick={() => void cancelling.run({ id })}>
            Cancel
          </Button>
        ) : (
          <ConfirmButton
            name="Remove"
            word="Remove"
            icon={<RemoveIcon />}
            question={`Remove ${title} with its recording?`}
            onConfirm={() => void actions['transcript.remove']({ id }).then(() => location.replace('#history'))}
          />
        )}
      </div>
      <Refusal refusal={summarizing.refusal ?? writing.refusal} />
    </>
  );
};

/** Who wrote how much, why they, and how long the recording is kept. */
const End = ({ entry, job, view, onChange }: TranscriptProps) => {
  const shares = sharesOf(entry.passages);
  return (
    <footer className={classes.end}>
      {shares.length < 2 ? null : (
        <dl aria-label="Who wrote how much" className={classes.writers}>
          {shares.map(({ name, share }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{percent(share)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Kept entry={entry} job={job} onChange={onChange} />
      {job === null || job.trace === null ? null : <TraceDisclosure trace={job.trace} cost={costOf(job, view)} />}
    </footer>
  );
};

const Kept = ({ entry, job, onChange }: Pick<TranscriptProps, 'entry' | 'job' | 'onChange'>) => {
  const actions = useActions();
  const removing = useAsking(actions['recording.remove']);
  if (job?.state === 'failed' || job?.state === 'cancelled')
    return <p>The recording is kept on this computer until it is written down or removed.</p>;
  if (entry.audio === null) return <p>The recording itself is not kept any more.</p>;
  const { until } = entry.audio;
  const remove = async () => {
    if ((await removing.run({ id: entry.id })) !== null) onChange();
  };
  return (
    <div className={classes.kept}>
      {until === null
        ? 'The recording is kept on this computer until nothing of it is missing.'
        : `The recording is kept on this computer until ${dayOf(until)}.`}
      <ConfirmButton
        name="Delete the recording now"
        word="Delete it now"
        question="Delete the recording and keep the text?"
        onConfirm={() => void remove()}
      />
      <Refusal refusal={removing.refusal} />
    </div>
  );
};

const typesHere = 'input, textarea, select, [role="menu"], [contenteditable]';

/** Space plays and pauses, arrows go ten seconds back and on, wherever nothing else takes these keys. */
const usePlayerKeys = ({ toggle, step }: Player, plays: boolean): void => {
  useEffect(() => {
    if (!plays) return;
    const hands: Record<string, () => void> = { ' ': toggle, ArrowLeft: () => step(-10), ArrowRight: () => step(10) };
    const press = (event: KeyboardEvent) => {
      const hand = hands[event.key];
      const target = event.target instanceof Element ? event.target : document.body;
      const isTaken = target.closest(typesHere) !== null || (event.key === ' ' && target.closest('button, summary, a'));
      if (!hand || isTaken || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      hand();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [plays, toggle, step]);
};
