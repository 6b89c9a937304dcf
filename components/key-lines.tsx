// What became of the pasted keys, line by line. A line itself never comes back, only its number and its last four characters.
import type { KeyLine } from '../lib/view/shapes.ts';
import { HealthDot } from './health-dot.tsx';
import classes from './key-lines.module.css';

const shape = {
  accepted: 'ready',
  list_unknown: 'ready',
  unchecked: 'unchecked',
  invalid: 'invalid',
  other_provider: 'unchecked',
  duplicate: 'off',
  empty: 'no_key',
} as const satisfies Record<KeyLine['outcome'], string>;

export const KeyLines = ({ lines }: { lines: readonly KeyLine[] }) => (
  <ol className={classes.lines} aria-label="What became of each line">
    {lines.map((line) => (
      <li key={line.line} data-testid="key-line" data-outcome={line.outcome}>
        <HealthDot state={shape[line.outcome]} />
        {lines.length === 1 ? null : <span className={classes.number}>Line {line.line}</span>}
        {line.last4 === '' ? null : <code>••••{line.last4}</code>}
        <span className={classes.message}>{line.message}</span>
      </li>
    ))}
  </ol>
);
