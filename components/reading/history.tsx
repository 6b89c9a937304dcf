// All that was written down and summarized, newest first: searched, opened, removed one by one or all at once.
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { HistoryHead } from '../../lib/domain/history.ts';
import type { Job } from '../../lib/domain/job.ts';
import { excerptAt, foundIn, marked } from '../../lib/domain/search.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import type { RefusalReply, View } from '../../lib/view/shapes.ts';
import { Button, ConfirmButton } from '../button.tsx';
import { PageIcon, SearchIcon, WaveIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { RemoveButton } from '../remove-button.tsx';
import { soundLength, targetWords, wordCount, wordsWords } from '../words.ts';
import { arriveAt } from './arrive-at.ts';
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
    wordsWords(words),
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
    job.text === '' ? '' : wordsWords(wordCount(job.text)),
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

type Heads = {
  /** Null: none were read yet. */
  heads: HistoryHead[] | null;
  refusal: RefusalReply | null;
  readAgain: () => void;
};

const useHeads = (query: string, revision: string): Heads => {
  const actions = useActions();
  const [heads, setHeads] = useState<HistoryHead[] | null>(null);
  const [refusal, setRefusal] = useState<RefusalReply | null>(null);
  const [again, setAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both only say that there is something new
  useEffect(() => {
    let left = false;
    const read = async () => {
      const reply = await (query === '' ? actions['transcripts.list']({}) : actions['transcripts.search']({ query }));
      if (left) return;
      setRefusal(reply.ok ? null : reply);
      if (reply.ok) setHeads(reply.value.heads);
    };
    const timer = setTimeout(read, query === '' ? 0 : typing);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [actions, query, revision, again]);
  return { heads, refusal, readAgain: () => setAgain((times) => times + 1) };
};

type HistoryProps = {
  view: View;
  /** Of the result that was opened last; null: none was. */
  lastId: string | null;
  query: string;
  onQuery: (query: string) => void;
};

/** Nobody begins at the top again: what was opened from here is in sight, and the keyboard is on it. */
const useReturn = (lastId: string | null, isRead: boolean): RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'History – Rondo';
  }, []);
  useEffect(() => {
    if (!isRead) return;
    const row = lastId === null ? null : document.querySelector<HTMLElement>(`a[href=${JSON.stringify(`#${lastId}`)}]`);
    row?.scrollIntoView({ block: 'center' });
    arriveAt(row ?? heading.current);
  }, [lastId, isRead]);
  return heading;
};

export const History = ({ view, lastId, query, onQuery }: HistoryProps) => {
  const wanted = query.trim();
  const recordings = view.jobs.filter(({ kind }) => kind === 'transcription');
  const revision = recordings.map(({ id, state, title }) => `${id} ${state} ${title}`).join('\n');
  const { heads, refusal, readAgain } = useHeads(wanted, revision);
  const lines = useMemo(() => (heads === null ? null : linesOf(heads, view.jobs, wanted)), [heads, view.jobs, wanted]);
  const heading = useReturn(lastId, lines !== null);
  const isEmpty = lines?.length === 0 && wanted === '';
  const leave = () => heading.current?.focus();
  return (
    <section aria-label="History">
      <div className={classes.top}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
          History
        </h1>
        {lines === null || isEmpty ? null : <EmptyButton jobs={view.jobs} onEmptied={leave} />}
      </div>
      <div role="alert">
        {refusal === null ? null : (
          <Notice tone="bad" action={<Button onClick={readAgain}>Try again</Button>}>
            {refusal.message}
          </Notice>
        )}
      </div>
      {isEmpty ? (
        <p className={classes.none}>
          What you have summarized or transcribed will stand here, to be read and searched.
        </p>
      ) : null}
      {lines === null || isEmpty ? null : <Found lines={lines} query={query} onQuery={onQuery} onRemovedLast={leave} />}
    </section>
  );
};

type FoundProps = Pick<HistoryProps, 'query' | 'onQuery'> & { lines: readonly Line[]; onRemovedLast: () => void };

const Found = ({ lines, query, onQuery, onRemovedLast }: FoundProps) => {
  const wanted = query.trim();
  return (
    <>
      <label className={classes.search}>
        <SearchIcon />
        <input
          type="search"
          aria-label="Search titles and texts"
          placeholder="Search titles and texts"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
        />
      </label>
      <p role="status" className={lines.length === 0 ? classes.none : 'visually-hidden'}>
        {wanted === '' ? '' : lines.length === 0 ? `Nothing holds “${wanted}”.` : `${lines.length} found.`}
      </p>
      <ul className={classes.list}>
        {lines.map((line) => (
          <LineRow key={line.id} line={line} query={wanted} onRemovedLast={onRemovedLast} />
        ))}
      </ul>
    </>
  );
};

const EmptyButton = ({ jobs, onEmptied }: { jobs: readonly Job[]; onEmptied: () => void }) => {
  const emptying = useAsking(useActions()['history.empty']);
  if (jobs.every(isUnfinished)) return null;
  const empty = async () => {
    if ((await emptying.run({})) !== null) onEmptied();
  };
  return (
    <div className={classes.empty}>
      <ConfirmButton
        name="Empty history"
        word="Empty history"
        question="Delete every transcript with its recording, and every summary, for good?"
        onConfirm={() => void empty()}
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

type LineProps = { line: Line; query: string; onRemovedLast: () => void };

const LineRow = memo(
  ({ line, query, onRemovedLast }: LineProps) => {
    const { id, kind, title, excerpt, facts, isRunning } = line;
    const removing = useAsking(useActions()['job.remove']);
    const row = useRef<HTMLLIElement>(null);
    const icon = kind === 'summary' ? <PageIcon /> : <WaveIcon />;
    const remove = async () => {
      const neighbour = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
      if ((await removing.run({ id })) === null) return;
      const link = neighbour?.querySelector('a');
      if (link) link.focus();
      else onRemovedLast();
    };
    return (
      <li ref={row} className={classes.row} data-testid="history-row" data-kind={kind}>
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
          <Refusal refusal={removing.refusal} />
        </div>
        {isRunning ? null : (
          <div className={classes.remove}>
            <RemoveButton
              name={`Remove ${title}`}
              question={kind === 'summary' ? `Remove ${title}?` : `Remove ${title} with its recording?`}
              onConfirm={() => void remove()}
            />
          </div>
        )}
      </li>
    );
  },
  (one, other) => one.query === other.query && JSON.stringify(one.line) === JSON.stringify(other.line),
);
