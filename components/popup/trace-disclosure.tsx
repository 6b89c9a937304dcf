// "Why this model?": one sentence first, then who was asked in which order, what each said, and who was not asked and why.
import type { Attempt, Trace } from '../../lib/domain/trace.ts';
import { CheckIcon, ChevronIcon, CloseIcon, SkipIcon } from '../icons.tsx';
import { attemptWords, type Cost, wasNotNeeded, whyWords } from '../why.ts';
import { duration, targetWords } from '../words.ts';
import classes from './trace-disclosure.module.css';

export const TraceDisclosure = ({ trace, cost }: { trace: Trace; cost: Cost }) => (
  <details className={classes.trace}>
    <summary>
      <ChevronIcon size={14} />
      Why this model?
    </summary>
    <p className={classes.sentence} data-testid="why">
      {whyWords(trace, cost)}
    </p>
    <ol aria-label="Who was asked" className={classes.attempts}>
      {trace.attempts.map((attempt) => (
        <li key={`${attempt.startedAt}-${attempt.target.id}`}>
          <AttemptLine attempt={attempt} />
        </li>
      ))}
      {trace.attempts.length === 0 ? <li className={classes.why}>Nobody was asked.</li> : null}
    </ol>
    {trace.leftOut.length === 0 ? null : (
      <>
        <p className={classes.subtitle}>Not asked</p>
        <ul aria-label="Not asked" className={classes.leftOut}>
          {leftOutOnce(trace).map(({ words, why, keys }) => (
            <li key={words + why}>
              {words}{' '}
              <span className={classes.why}>
                {why}
                {keys > 1 ? ` (${keys} keys)` : ''}
              </span>
            </li>
          ))}
        </ul>
      </>
    )}
  </details>
);

/** Several keys of one provider are left out for the same reason; that is one line. */
const leftOutOnce = (trace: Trace): { words: string; why: string; keys: number }[] => {
  const lines = new Map<string, { words: string; why: string; keys: number }>();
  for (const { target, why } of trace.leftOut) {
    const words = targetWords(target);
    const line = lines.get(words + why) ?? { words, why, keys: 0 };
    lines.set(words + why, { ...line, keys: line.keys + 1 });
  }
  return [...lines.values()];
};

const AttemptSign = ({ fault }: Pick<Attempt, 'fault'>) => {
  if (fault === null) return <CheckIcon size={14} />;
  return wasNotNeeded(fault) ? <SkipIcon size={14} /> : <CloseIcon size={14} />;
};

const AttemptLine = ({ attempt }: { attempt: Attempt }) => {
  const { target, fault, ms } = attempt;
  const outcome = fault === null ? 'answered' : wasNotNeeded(fault) ? 'not needed' : 'failed';
  return (
    <>
      <span className={classes.sign} data-outcome={outcome}>
        <AttemptSign fault={fault} />
      </span>
      <span className={classes.words}>
        {targetWords(target)}{' '}
        <span className={classes.why}>
          {attemptWords(attempt)}
          {target.keyLabel === '' ? '' : `, key “${target.keyLabel}”`}
        </span>
        {outcome !== 'failed' || !fault?.message ? null : (
          <span className={classes.said} title={fault.message}>
            “{fault.message}”
          </span>
        )}
      </span>
      <span className={classes.time}>{duration(ms)}</span>
    </>
  );
};
