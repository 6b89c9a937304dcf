// A summary as it is read: of a page, by itself, or of a transcript, above that.
import type { SummaryJob } from '../../lib/domain/job.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Answer } from '../answer.tsx';
import { Button, ConfirmButton, IconButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { CopyIcon, RemoveIcon, RetryIcon } from '../icons.tsx';
import { useActions, useAsking } from '../page.tsx';
import { costOf, Outcome } from '../popup/job-card.tsx';
import { Progress } from '../popup/progress.tsx';
import { TraceDisclosure } from '../popup/trace-disclosure.tsx';
import { targetWords } from '../words.ts';
import { costWords, dayOf, writersWords } from './facts.ts';
import classes from './result.module.css';
import { Title } from './title.tsx';

type SummaryProps = { job: SummaryJob; view: View };

const isAtWork = ({ state }: SummaryJob): boolean => state === 'running' || state === 'waiting';

/** How it comes, what it says and why this model. */
const SummaryBody = ({ job, view }: SummaryProps) => (
  <>
    {isAtWork(job) ? <Progress job={job} /> : null}
    <Outcome job={job} view={view} />
    {job.text === '' ? null : (
      <div className={classes.large}>
        <Answer text={job.text} markdown />
      </div>
    )}
    {job.trace === null || isAtWork(job) ? null : <TraceDisclosure trace={job.trace} cost={costOf(job, view)} />}
  </>
);

const CancelButton = ({ id }: { id: string }) => {
  const cancelling = useAsking(useActions()['job.cancel']);
  return (
    <Button busy={cancelling.pending} onClick={() => void cancelling.run({ id })}>
      Cancel
    </Button>
  );
};

/** A failed one is tried again where its failure is told. */
const AgainButton = ({ job: { state, transcriptId } }: { job: SummaryJob }) => {
  const summarizing = useAsking(useActions()['transcript.summarize']);
  if (state !== 'done' || transcriptId === null) return null;
  return (
    <IconButton
      name="Summarize again"
      disabled={summarizing.pending}
      onClick={() => void summarizing.run({ id: transcriptId })}
    >
      <RetryIcon />
    </IconButton>
  );
};

const RemoveButton = ({ job, name }: { job: SummaryJob; name: string }) => {
  const actions = useActions();
  return (
    <ConfirmButton
      name={name}
      word="Remove"
      icon={<RemoveIcon />}
      question={`${name}?`}
      onConfirm={() => void actions['job.remove']({ id: job.id })}
    />
  );
};

/** Above the transcript that it is of. */
export const SummaryPart = ({ job, view }: SummaryProps) => (
  <section aria-labelledby="summary" className={classes.summary}>
    <div className={classes.summaryHead}>
      <h2 id="summary" className={classes.subtitle}>
        Summary
      </h2>
      <span className={classes.summaryButtons}>
        {isAtWork(job) ? (
          <CancelButton id={job.id} />
        ) : (
          <>
            {job.text === '' ? null : <CopyButton name="Copy the summary" word="Copy" text={() => job.text} />}
            <AgainButton job={job} />
            <RemoveButton job={job} name="Remove the summary" />
          </>
        )}
      </span>
    </div>
    <SummaryBody job={job} view={view} />
  </section>
);

const Source = ({ job }: { job: SummaryJob }) => {
  if (job.transcriptId !== null) return <a href={`#${job.transcriptId}`}>The transcript</a>;
  if (!URL.canParse(job.url) || !/^https?:/.test(job.url)) return null;
  return (
    <a href={job.url} target="_blank" rel="noreferrer">
      {new URL(job.url).host}
    </a>
  );
};

export const SummaryPage = ({ job, view }: SummaryProps) => {
  const facts = [
    dayOf(job.createdAt),
    job.target === null ? '' : writersWords([targetWords(job.target)]),
    costWords(job.costUsd),
  ].filter((fact) => fact !== '');
  return (
    <article className={classes.result} data-testid="result" data-state={job.state}>
      <div>
        <Title title={job.title} onRename={null} />
        <ul aria-label="Facts" className={classes.facts}>
          <li>
            Summary of <Source job={job} />
          </li>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
      <div className={classes.buttons}>
        {isAtWork(job) ? (
          <CancelButton id={job.id} />
        ) : (
          <>
            {job.text === '' ? null : (
              <CopyButton name="Copy the text" word="Copy" weight="plain" icon={<CopyIcon />} text={() => job.text} />
            )}
            <RemoveButton job={job} name="Remove" />
          </>
        )}
      </div>
      <SummaryBody job={job} view={view} />
    </article>
  );
};
