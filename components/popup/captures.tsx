// What is being recorded, and what was recorded and waits for a word: on top of everything, whatever else is open.
import type { View } from '../../lib/view/shapes.ts';
import { CaptureCard, KeptCard } from '../capture-card.tsx';
import classes from './captures.module.css';

export const Captures = ({
  captures: { current, kept },
  onStarted,
}: {
  captures: View['captures'];
  onStarted: (jobId: string | null) => void;
}) =>
  current === null && kept.length === 0 ? null : (
    <div className={classes.captures}>
      {current === null ? null : <CaptureCard capture={current} onStopped={onStarted} />}
      {kept.map((capture) => (
        <KeptCard key={capture.id} capture={capture} onStarted={onStarted} />
      ))}
    </div>
  );
