// The end of a transcript: who wrote how much of it, how long the recording itself is kept, and why this model.
import { memo, useRef } from 'react';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { TranscriptionJob } from '../../lib/domain/job.ts';
import type { View } from '../../lib/view/shapes.ts';
import { ConfirmButton } from '../button.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { costOf } from '../popup/job-card.tsx';
import { TraceDisclosure } from '../popup/trace-disclosure.tsx';
import { dayOf, percent, sharesOf } from './facts.ts';
import classes from './result.module.css';

/** `onChange`: the recording is not there any more. */
type EndProps = { entry: HistoryEntry; job: TranscriptionJob | null; view: View; onChange: () => void };

export const End = memo(({ entry, job, view, onChange }: EndProps) => {
  const shares = sharesOf(entry.passages);
  const end = useRef<HTMLElement>(null);
  const dropped = () => {
    // The button that was pressed goes.
    end.current?.focus({ preventScroll: true });
    onChange();
  };
  return (
    <footer ref={end} tabIndex={-1} className={classes.end}>
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
      <Kept entry={entry} job={job} onChange={dropped} />
      {job === null || job.trace === null ? null : <TraceDisclosure trace={job.trace} cost={costOf(job, view)} />}
    </footer>
  );
});

const Kept = ({ entry, job, onChange }: Pick<EndProps, 'entry' | 'job' | 'onChange'>) => {
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
        name="Delete the recording"
        word="Delete the recording"
        question="Delete the recording and keep the text?"
        onConfirm={() => void remove()}
      />
      <Refusal refusal={removing.refusal} />
    </div>
  );
};
