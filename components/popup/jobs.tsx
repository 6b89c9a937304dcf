// What runs and what ran: one job opened, the others as rows below.
import type { Job } from '../../lib/domain/job.ts';
import type { View } from '../../lib/view/shapes.ts';
import { HistoryIcon, PageIcon, WaveIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { useActions, useNow } from '../page.tsx';
import { ago } from '../words.ts';
import { JobCard } from './job-card.tsx';
import classes from './jobs.module.css';

type JobsProps = {
  view: View;
  /** Null: the newest one. */
  openId: string | null;
  /** The keyboard goes there as soon as it stands open; null: it stays where it is. */
  calledId: string | null;
  /** To be opened and gone on with by who pressed for it. */
  onOpen: (id: string | null) => void;
  /** Nothing is said where there are no jobs. */
  bare: boolean;
};

export const Jobs = ({ view, openId, calledId, onOpen, bare }: JobsProps) => {
  const { jobs } = view;
  const actions = useActions();
  const opened = jobs.find(({ id }) => id === openId) ?? jobs[0];
  const others = jobs.filter((job) => job !== opened);
  if (opened === undefined)
    return bare ? null : (
      <p className={classes.none}>
        Summaries and transcripts stay here when this window closes, and go on while it is closed.
      </p>
    );
  return (
    <div className={classes.jobs}>
      <JobCard
        key={opened.id}
        job={opened}
        view={view}
        called={opened.id === calledId}
        onRemoved={() => onOpen(others[0]?.id ?? null)}
      />
      {others.length === 0 ? null : (
        <section aria-labelledby="earlier">
          <h2 id="earlier" className={classes.title}>
            Earlier
          </h2>
          <ul className={classes.rows}>
            {others.map((job) => (
              <li key={job.id}>
                <JobRow job={job} onOpen={() => onOpen(job.id)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <button type="button" className={classes.history} onClick={() => actions.openReading()}>
        <HistoryIcon size={14} />
        History
      </button>
    </div>
  );
};

const stateWords: Record<Job['state'], string> = {
  running: 'Running',
  waiting: 'Waiting',
  done: '',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const JobRow = ({ job, onOpen }: { job: Job; onOpen: () => void }) => {
  const now = useNow(false);
  return (
    <button type="button" className={classes.row} data-state={job.state} onClick={onOpen}>
      {job.state === 'running' ? <Mark size={16} turning /> : job.kind === 'summary' ? <PageIcon /> : <WaveIcon />}
      <span className={classes.name}>{job.title}</span>
      <span className={classes.state}>{stateWords[job.state] || ago(now - job.updatedAt)}</span>
    </button>
  );
};
