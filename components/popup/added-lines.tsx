// The outcome of keys just added, once the popup has gone on from its empty state.
import type { KeyLine } from '../../lib/view/shapes.ts';
import { IconButton } from '../button.tsx';
import { CloseIcon } from '../icons.tsx';
import { KeyLines } from '../key-lines.tsx';
import classes from './added-lines.module.css';

type AddedLinesProps = { lines: readonly KeyLine[]; onClose: () => void };

export const AddedLines = ({ lines, onClose }: AddedLinesProps) =>
  lines.length === 0 ? null : (
    <div className={classes.added} role="status">
      <KeyLines lines={lines} />
      <IconButton name="Close" onClick={onClose}>
        <CloseIcon />
      </IconButton>
    </div>
  );
