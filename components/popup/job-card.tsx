// One job, opened: what it is, how far it is, who answers, its text, and what can be done about it.
import { useEffect, useRef } from 'react';
import type { Job } from '../../lib/domain/job.ts';
import type { Gap } from '../../lib/domain/transcript.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Answer } from '../answer.tsx';
import { Button, IconButton } from '../button.tsx';
import { CopyIconButton } from '../copy-button.tsx';
import { headingOf } from '../heading-of.ts';
import { OpenIcon, RetryIcon } from '../icons.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { RemoveButton } from '../remove-button.tsx';
import { type Cost, heldBack, isForMoney } from '../why.ts';
import { hostOf, placeIn, size } from '../words.ts';
import classes from './job-card.module.css';
import { Progress } from './progress.tsx';
import { TraceDisclosure } from './trace-disclosure.tsx';

/** `called`: the person has just asked for this one, so the keyboard goes there. */
type JobCardProps = { job: Job; view: View; called: boolean; onRemoved: () => void };

export const JobCard = ({ job, view, called, onRemoved }: JobCardProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (called) heading.current?.focus();
  }, [called]);
  const unfinished = isUnfinished(job);
  const actions = useActions();
  const cancelling = useAsking(actions['job.cancel']);
  const removing = useAsking(actions['job.remove']);
  const cancel = async () => {
    if ((await cancelling.run({ id: job.id })) !== null) heading.current?.focus();
  };
  const remove = async () => {
    if ((await removing.run({ id: job.id })) !== null) onRemoved();
  };
  return (
    <article
      className={classes.card}
      data-testid="job"
      data-state={job.state}
      data-kind={job.kind}
      aria-labelledby={`title-${job.id}`}
    >
      <header className={classes.head}>
        <div className={classes.heading}>
          <h2 id={`title-${job.id}`} ref={heading} tabIndex={-1} className={classes.title}>
            {job.title}
          </h2>
          <p className={classes.what}>{what(job)}</p>
        </div>
        <div className={classes.actions}>
          <IconButton name="Open" onClick={() => actions.openReading(job.id)}>
            <OpenIcon />
          </IconButton>
          <CopyIconButton text={job.text} />
          {unfinished ? (
            <Button busy={cancelling.pending} onClick={() => void cancel()}>
              Cancel
            </Button>
          ) : (
            <RemoveButton question={`Remove ${job.title}?`} onConfirm={() => void remove()} />
          )}
        </div>
      </header>
      <Refusal refusal={cancelling.refusal ?? removing.refusal} />
      <Progress job={job} />
      <Outcome job={job} view={view} />
      {job.text === '' ? null : <Text job={job} unfinished={unfinished} />}
      {job.text === '' && job.state === 'running' ? <Placeholder /> : null}
      {job.trace === null || unfinished ? null : <TraceDisclosure trace={job.trace} cost={costOf(job, view)} />}
    </article>
  );
};

/** More characters than this are no reading for a popup. */
const long = 1_200;

/** Of a long transcript the beginning, or while it is being written its latest words. */
const Text = ({ job, unfinished }: { job: Job; unfinished: boolean }) => {
  const actions = useActions();
  const answer = <Answer text={job.text} markdown={job.kind === 'summary'} />;
  if (job.kind === 'summary' || job.text.length < long) return answer;
  return (
    <>
      <div className={classes.part} data-shows={unfinished ? 'end' : 'beginning'}>
        {answer}
      </div>
      <Button weight="quiet" wide onClick={() => actions.openReading(job.id)}>
        {unfinished ? 'Read what is there' : 'Read all of it'}
      </Button>
    </>
  );
};

export const costOf = (job: Job, { settings }: View): Cost => {
  const key = settings.keys.find(({ id }) => id === job.target?.keyId);
  return { usd: job.costUsd, paid: key?.plan === 'paid' };
};

const sourceWords = {
  selection: 'your selection',
  article: 'article',
  page: 'whole page',
  transcript: 'transcript',
} as const;

const what = (job: Job): string => {
  if (job.kind === 'transcription') return `Transcript · ${size(job.bytes)}`;
  return ['Summary', sourceWords[job.source], hostOf(job.url)].filter((word) => word !== '').join(' · ');
};

const Placeholder = () => (
  <div className={classes.placeholder} aria-hidden="true">
    <span />
    <span />
    <span />
  </div>
);

const settingsMend = [
  ...['invalid_key', 'quota_exhausted', 'off', 'key_off', 'key_invalid', 'out_of_credit', 'unticked'],
  ...['model_off', 'costs_money', 'over_ceiling', 'budget_spent'],
];

/** Where in the settings this can be mended. A retry helps unless every target was left out by a setting or its key. */
const placeToMend = (job: Job): 'providers' | 'spending' | null => {
  const faults = job.trace?.attempts.flatMap(({ fault }) => (fault === null ? [] : [fault.kind])) ?? [];
  const reasons = job.trace?.leftOut.map(({ code }) => code) ?? [];
  const words = [...faults, ...reasons];
  // Parts may be missing of what everybody answered.
  if (job.trace === null || (job.state === 'done' && words.length === 0)) return null;
  if (!words.every((word) => settingsMend.includes(word))) return null;
  return reasons.some(isForMoney) ? 'spending' : 'providers';
};

const withoutSound = 'Parts are missing, and the recording was deleted: they cannot be asked for again.';

export const Outcome = ({ job, view }: { job: Job; view: View }) => {
  const actions = useActions();
  const retrying = useAsking(actions['job.retry']);
  const askAgain = async (heading: HTMLElement | null) => {
    if ((await retrying.run({ id: job.id })) !== null) heading?.focus();
  };
  const retry = (weight: 'plain' | 'quiet') => (
    <Button
      weight={weight}
      busy={retrying.pending}
      onClick={({ currentTarget }) => void askAgain(headingOf(currentTarget))}
    >
      <RetryIcon size={14} />
      {job.kind === 'transcription' && job.progress.chunksWritten > 0 ? 'Retry missing parts' : 'Try again'}
    </Button>
  );
  if (job.state === 'failed' || job.state === 'cancelled') {
    const place = job.state === 'failed' ? placeToMend(job) : null;
    const note = job.note || (job.state === 'failed' ? 'Nobody could answer this.' : 'You stopped this one.');
    return (
      <div role="alert">
        <Notice
          tone={job.state === 'failed' ? 'bad' : 'plain'}
          action={
            <>
              {place === null ? null : <Button onClick={() => actions.openSettings(place)}>Open settings</Button>}
              {retry(place === null ? 'plain' : 'quiet')}
            </>
          }
        >
          {note}
        </Notice>
        <Refusal refusal={retrying.refusal} />
      </div>
    );
  }
  if (job.state === 'waiting') return <Waiting job={job} view={view} />;
  if (job.state !== 'done') return null;
  if (job.kind === 'summary' && job.shareRead !== null && job.shareRead < 1)
    return (
      <Notice tone="rest">
        <strong>read {Math.floor(job.shareRead * 100)} %</strong> of the text. It is longer than this model could take;
        the rest is not in the summary.
      </Notice>
    );
  if (job.kind === 'transcription' && job.progress.gaps.length > 0) {
    const place = job.blobId === null ? null : placeToMend(job);
    return (
      <Notice
        tone="rest"
        action={
          job.blobId === null ? undefined : (
            <>
              {retry('plain')}
              {place === null ? null : (
                <Button weight="quiet" onClick={() => actions.openSettings(place)}>
                  Open settings
                </Button>
              )}
            </>
          )
        }
      >
        {job.blobId === null ? withoutSound : job.note}
        <Gaps gaps={job.progress.gaps} />
      </Notice>
    );
  }
  return job.note === '' ? null : <Notice tone="plain">{job.note}</Notice>;
};

/** More would fill the card; all of them stand in the text. */
const mostGaps = 4;

const Gaps = ({ gaps }: { gaps: readonly Gap[] }) => (
  <ul className={classes.gaps}>
    {gaps.slice(0, mostGaps).map(({ start, end }) => (
      <li key={start}>
        {placeIn(start)}–{placeIn(end)}
      </li>
    ))}
    {gaps.length > mostGaps ? <li>and {gaps.length - mostGaps} more</li> : null}
  </ul>
);

/** Why it waits, and who would not have to be waited for if more might be spent. */
const Waiting = ({ job, view }: { job: Job; view: View }) => {
  const actions = useActions();
  const held = heldBack(view.status.next[job.kind === 'summary' ? 'fast' : 'transcription'].leftOut);
  if (job.note === '' && held === '') return null;
  return (
    <Notice
      tone="rest"
      action={
        held === '' ? undefined : <Button onClick={() => actions.openSettings('spending')}>Spending settings</Button>
      }
    >
      {`${job.note} ${held}`.trim()}
    </Notice>
  );
};
