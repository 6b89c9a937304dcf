// All that was written down and summarized, newest first: searched, opened, removed one by one or all at once.
import { memo, useEffect, useMemo, useState } from 'react';
import type { HistoryHead } from '../../lib/domain/history.ts';
import type { Job } from '../../lib/domain/job.ts';
import { excerptAt, foundIn, marked } from '../../lib/domain/search.ts';
import type { View } from '../../lib/view/shapes.ts';
import { ConfirmButton } from '../button.tsx';
import { PageIcon, RemoveIcon, SearchIcon, WaveIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { soundLength, targetWords, wordCount } from '../words.ts';
import { dayOf, writersWords } from './facts.ts';
import classes from './history.module.css';

/** One line of the list, whatever it is of. */
type Line = {
  id: string;
  kind: Job['kind'];
  title: string;
  createdAt: number;
  excerpt: string;
  facts: string[];
  isRunning: boolean;
};

const stateWords: Record<Job['state'], string> = {
  running: 'Being written',
  waiting: 'Waiting',
  done: '',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const known = (facts: string[]): string[] => facts.filter((fact) => fact !== '');

const lineOfHead = ({ id, title, createdAt, excerpt, seconds, wordCount: words, models, gaps }: HistoryHead): Line => ({
  ...{ id, kind: 'transcription', title, createdAt, excerpt, isRunning: false },
  facts: known([
    dayOf(createdAt),
    seconds === null ? '' : soundLength(seconds),
    `${words.toLocaleString('en')} words`,
    writersWords(models),
    gaps.length > 0 ? 'Not complete' : '',
  ]),
});

const lineOfJob = (job: Job, at: number): Line => ({
  ...{ id: job.id, kind: job.kind, title: job.title, createdAt: job.createdAt },
  excerpt: excerptAt(job.text.replace(/\*\*|^[-*#>]+ /gm, ''), at),
  facts: known([
    dayOf(job.createdAt),
    job.kind === 'summary' ? 'Summary' : '',
    job.text === '' ? '' : `${wordCount(job.text).toLocaleString('en')} words`,
    job.target === null ? '' : writersWords([targetWords(job.target)]),
    stateWords[job.state],
  ]),
  isRunning: job.state === 'running',
});

/** Transcripts are listed by the background, which alone has their texts; all else stands in the view. */
const linesOf = (heads: readonly HistoryHead[], jobs: readonly Job[], query: string): Line[] => {
  const listed = new Set(heads.map(({ id }) => id));
  const others = jobs.flatMap((job) => {
    // A summary of a transcript stands with that.
    const isElsewhere = job.kind === 'transcription' ? job.state === 'done' : job.transcriptId !== null;
    const at = isElsewhere || listed.has(job.id) ? null : foundIn(job, query);
    return at === null ? [] : [lineOfJob(job, at)];
  });
  return [...heads.map(lineOfHead), ...others].toSorted((one, other) => other.createdAt - one.createdAt);
};

/** How long nothing more is typed before it is searched for. */
const typing = 150;

const useHeads = (query: string, revision: string): HistoryHead[] | null => {
  const actions = useActions();
  const [heads, setHeads] = useState<HistoryHead[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision only says that there is something new
  useEffect(() => {
    let left = false;
    const read = async () => {
      const reply = await (query === '' ? actions['transcripts.list']({}) : actions['transcripts.search']({ query }));
      if (!left && reply.ok) setHeads(reply.value.heads);
    };
    const timer = setTimeout(read, query === '' ? 0 : typing);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [actions, query, revision]);
  return heads;
};

export const History = ({ view }: { view: View }) => {
  const [query, setQuery] = useState('');
  const wanted = query.trim();
  const recordings = view.jobs.filter(({ kind }) => kind === 'transcription');
  const revision = recordings.map(({ id, state, title }) => `${id} ${state} ${title}`).join('\n');
  const heads = useHeads(wanted, revision);
  const lines = useMemo(() => (heads === null ? null : linesOf(heads, view.jobs, wanted)), [heads, view.jobs, wanted]);
  if (lines === null) return null;
  if (lines.length === 0 && wanted === '')
    return (
      <>
        <h1 className={classes.title}>History</h1>
        <p className={classes.none}>
          What you have summarized or transcribed will stand here, to be read and searched.
        </p>
      </>
    );
  return (
    <section aria-label="History">
      <div className={classes.top}>
        <h1 className={classes.title}>History</h1>
        <EmptyButton jobs={view.jobs} />
      </div>
      <label className={classes.search}>
        <SearchIcon />
        <input
          type="search"
          aria-label="Search titles and texts"
          placeholder="Search titles and texts"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <p role="status" className={lines.length === 0 ? classes.none : 'visually-hidden'}>
        {wanted === '' ? '' : lines.length === 0 ? `Nothing holds “${wanted}”.` : `${lines.length} found.`}
      </p>
      <ul className={classes.list}>
        {lines.map((line) => (
          <LineRow key={line.id} line={line} query={wanted} />
        ))}
      </ul>
    </section>
  );
};

const EmptyButton = ({ jobs }: { jobs: readonly Job[] }) => {
  const emptying = useAsking(useActions()['history.empty']);
  if (jobs.every(({ state }) => state === 'running' || state === 'waiting')) return null;
  return (
    <div className={classes.empty}>
      <ConfirmButton
        name="Empty history"
        word="Empty history"
        question="Delete every transcript with its recording, and every summary, for good?"
        onConfirm={() => void emptying.run({})}
      />
      <Refusal refusal={emptying.refusal} />
    </div>
  );
};

const Marked = ({ text, query }: { text: string; query: string }) =>
  marked(text, query).map((part, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and none moves
    part.isHit ? <mark key={place}>{part.text}</mark> : part.text,
  );

const LineRow = memo(
  ({ line, query }: { line: Line; query: string }) => {
    const { id, kind, title, excerpt, facts, isRunning } = line;
    const icon = kind === 'summary' ? <PageIcon /> : <WaveIcon />;
    return (
      <li className={classes.row} data-testid="history-row" data-kind={kind}>
        <span className={classes.icon}>{isRunning ? <Mark size={16} turning /> : icon}</span>
        <div className={classes.words}>
          <h2 className={classes.name}>
            <a href={`#${id}`}>
              <Marked text={title} query={query} />
            </a>
          </h2>
          {excerpt === '' ? null : (
            <p className={classes.excerpt}>
              <Marked text={excerpt} query={query} />
            </p>
          )}
          <p className={classes.facts}>{facts.join('\u00a0· ')}</p>
        </div>
        {isRunning ? null : <RemoveButton line={line} />}
      </li>
    );
  },
  (one, other) => one.query === other.query && JSON.stringify(one.line) === JSON.stringify(other.line),
);

const RemoveButton = ({ line: { id, title, kind } }: { line: Line }) => {
  const actions = useActions();
  return (
    <div className={classes.remove}>
      <ConfirmButton
        name={`Remove ${title}`}
        word="Remove"
        icon={<RemoveIcon />}
        question={kind === 'summary' ? `Remove ${title}?` : `Remove ${title} with its recording?`}
        onConfirm={() => void actions['job.remove']({ id })}
      />
    </div>
  );
};
