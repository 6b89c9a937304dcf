// "Why this model?": who was asked in which order, what each said, and who was not asked and why.
import type { Attempt, Trace } from '../../lib/domain/trace.ts';
import { CheckIcon, ChevronIcon, CloseIcon } from '../icons.tsx';
import { duration, faultWords, targetWords } from '../words.ts';
import classes from './trace-disclosure.module.css';

export const TraceDisclosure = ({ trace, costUsd }: { trace: Trace; costUsd: number }) => (
  <details className={classes.trace}>
    <summary>
      <ChevronIcon size={14} />
      Why this model?
    </summary>
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
    {costUsd > 0 ? <p className={classes.why}>Cost: ${costUsd.toFixed(costUsd < 0.01 ? 5 : 2)}</p> : null}
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

const AttemptLine = ({ attempt }: { attempt: Attempt }) => (
  <>
    <span className={classes.sign} data-answered={attempt.fault === null || undefined}>
      {attempt.fault === null ? <CheckIcon size={14} /> : <CloseIcon size={14} />}
    </span>
    <span className={classes.words}>
      {targetWords(attempt.target)}{' '}
      <span className={classes.why}>
        {attempt.fault === null ? 'answered' : faultWords[attempt.fault.kind]}
        {attempt.target.keyLabel === '' ? '' : `, key “${attempt.target.keyLabel}”`}
      </span>
      {attempt.fault === null || attempt.fault.message === '' ? null : (
        <span className={classes.said}>“{attempt.fault.message}”</span>
      )}
    </span>
    <span className={classes.time}>{duration(attempt.ms)}</span>
  </>
);
