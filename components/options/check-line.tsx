// What asking a key or an endpoint has just shown: the answer or its named cause, how long it took, each thing that was
// asked where there were several, and what can be done about it.
import { useState } from 'react';
import type { Check, CheckRow } from '../../lib/domain/status.ts';
import { CheckIcon, WarningIcon } from '../icons.tsx';
import { useNow } from '../page.tsx';
import { duration, elapsed } from '../words.ts';
import { CheckFixes, type Fixing } from './check-fixes.tsx';
import classes from './check-line.module.css';

const abilityWords: Record<CheckRow['ability'], string> = {
  text: 'Text',
  tools: 'Tools',
  parallelTools: 'Several tools at once',
  json: 'JSON',
  vision: 'Images',
  speech: 'Speech',
};

type CheckLineProps = { check: Check | null; pending?: boolean; fixing?: Fixing };

export const CheckLine = ({ check, pending = false, fixing }: CheckLineProps) => (
  <>
    {/* Always there, so that a screen reader hears what comes into it. */}
    <div role="status" data-testid="check" data-cause={check?.cause}>
      {check === null ? null : (
        <p className={classes.check} data-ok={check.ok || undefined}>
          <Sign ok={check.ok} />
          <span>
            {headline(check)} <span className={classes.time}>{duration(check.ms)}</span>
          </span>
        </p>
      )}
    </div>
    {pending ? <Waiting /> : null}
    {check?.rows === undefined || check.rows.length < 2 ? null : <Rows rows={check.rows} />}
    {check?.fix === undefined || fixing === undefined ? null : <CheckFixes fix={check.fix} fixing={fixing} />}
  </>
);

const Sign = ({ ok }: { ok: boolean }) => (ok ? <CheckIcon size={14} /> : <WarningIcon size={14} />);

/** What the rows below say is not said twice. */
const headline = ({ message, ok, rows = [], fix }: Check): string =>
  ok || rows.length < 2 || fix !== undefined
    ? message
    : `${rows.filter((row) => row.ok).length} of ${rows.length} tests passed.`;

const Rows = ({ rows }: { rows: readonly CheckRow[] }) => (
  <ul className={classes.rows} aria-label="What was asked">
    {rows.map(({ id, ability, ok, message, ms }) => (
      <li key={`${id} ${ability}`} className={classes.row} data-ok={ok || undefined}>
        <Sign ok={ok} />
        <span className={classes.what}>
          <code>{id}</code> {abilityWords[ability]}
        </span>
        <span>
          <span className="visually-hidden">{ok ? 'works. ' : 'fails. '}</span>
          {message}
        </span>
        <span className={classes.time}>{duration(ms)}</span>
      </li>
    ))}
  </ul>
);

const worthAWord = 5_000;

/** Not heard by screen readers: it would speak every second. */
const Waiting = () => {
  const now = useNow(true);
  const [began] = useState(now);
  return now - began < worthAWord ? null : (
    <p className={classes.waiting} aria-hidden>
      Waiting for {elapsed(now - began)}. A server that has to load its model first takes its time.
    </p>
  );
};
