// A summary as it is read: of a page, by itself, or of a transcript, above that.
import type { SummaryJob } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Answer } from '../answer.tsx';
import { Button, IconButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { headingOf } from '../heading-of.ts';
import { CopyIcon, RetryIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { costOf, Outcome } from '../popup/job-card.tsx';
import { Progress } from '../popup/progress.tsx';
import { TraceDisclosure } from '../popup/trace-disclosure.tsx';
import { RemoveButton } from '../remove-button.tsx';
import { hostOf, targetWords } from '../words.ts';
import { costWords, dayOf, writersWords } from './facts.ts';
import classes from './result.module.css';
import { Title } from './title.tsx';

type SummaryProps = { job: SummaryJob; view: View };

/** How it comes, what it says and why this model. */
const SummaryBody = ({ job, view }: SummaryProps) => (
  <>
    {isUnfinished(job) ? <Progress job={job} /> : null}
    <Outcome job={job} view={view} />
    {job.text === '' ? null : (
      <div className={classes.large}>
        <Answer text={job.text} markdown />
      </div>
    )}
    {job.trace === null || isUnfinished(job) ? null : <TraceDisclosure trace={job.trace} cost={costOf(job, view)} />}
  </>
);

/** What can be done with it, and why something of that was refused. */
const useCommands = ({ id }: SummaryJob) => {
  const actions = useActions();
  const cancelling = useAsking(actions['job.cancel']);
  const summarizing = useAsking(actions['transcript.summarize']);
  const removing = useAsking(actions['job.remove']);
  const leave = async (heading: HTMLElement | null) => {
    if ((await cancelling.run({ id })) !== null) heading?.focus();
  };
  const cancel = (
    <Button busy={cancelling.pending} onClick={({ currentTarget }) => void leave(headingOf(currentTarget))}>
      Cancel
    </Button>
  );
  const refusal = cancelling.refusal ?? summarizing.refusal ?? removing.refusal;
  return { cancel, summarizing, removing, refusal: <Refusal refusal={refusal} /> };
};

/** Above the transcript that it is of. */
export const SummaryPart = ({ job, view }: SummaryProps) => {
  const { cancel, summarizing, removing, refusal } = useCommands(job);
  const { id, state, text, transcriptId } = job;
  return (
    <section aria-labelledby="summary" className={classes.summary}>
      <div className={classes.summaryHead}>
        <h2 id="summary" className={classes.subtitle}>
          Summary
        </h2>
        <span className={classes.summaryButtons}>
          {isUnfinished(job) ? (
            cancel
          ) : (
            <>
              {text === '' ? null : <CopyButton name="Copy the summary" word="Copy" text={() => text} />}
              {/* A failed one is tried again where its failure is told. */}
              {state !== 'done' || transcriptId === null ? null : (
                <IconButton
                  name="Summarize again"
                  disabled={summarizing.pending}
                  onClick={() => void summarizing.run({ id: transcriptId })}
                >
                  <RetryIcon />
                </IconButton>
              )}
              <RemoveButton
                name="Remove the summary"
                question="Remove the summary?"
                onConfirm={() => void removing.run({ id })}
              />
            </>
          )}
        </span>
      </div>
      {refusal}
      <SummaryBody job={job} view={view} />
    </section>
  );
};

const Source = ({ job }: { job: SummaryJob }) => {
  if (job.transcriptId !== null) return <a href={`#${job.transcriptId}`}>The transcript</a>;
  if (!/^https?:/.test(job.url) || hostOf(job.url) === '') return null;
  return (
    <a href={job.url} target="_blank" rel="noreferrer">
      {hostOf(job.url)}
    </a>
  );
};

export const SummaryPage = ({ job, view }: SummaryProps) => {
  const { cancel, removing, refusal } = useCommands(job);
  const remove = async () => {
    if ((await removing.run({ id: job.id })) !== null) location.replace('#history');
  };
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
        {isUnfinished(job) ? (
          cancel
        ) : (
          <>
            {job.text === '' ? null : (
              <CopyButton name="Copy the text" word="Copy" weight="plain" icon={<CopyIcon />} text={() => job.text} />
            )}
            <RemoveButton question={`Remove ${job.title}?`} onConfirm={() => void remove()} />
          </>
        )}
      </div>
      {refusal}
      <SummaryBody job={job} view={view} />
    </article>
  );
};
