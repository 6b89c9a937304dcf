// By task: which models may be asked and in which order, and who is next by it.
import { useId, useState } from 'react';
import type { PoolRow, Pools } from '../../lib/domain/pool.ts';
import type { Mode } from '../../lib/domain/settings.ts';
import type { Task } from '../../lib/domain/task.ts';
import type { View } from '../../lib/view/shapes.ts';
import { HealthDot } from '../health-dot.tsx';
import { ChevronIcon } from '../icons.tsx';
import { endWords, shortModel } from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { targetWords } from '../words.ts';
import card from './card.module.css';
import classes from './models.module.css';
import { Pool } from './pool.tsx';
import { RefreshRow } from './refresh-row.tsx';
import { usePools } from './use-pools.ts';

const modes = [
  { id: 'plan', name: 'Plan order', words: 'From the first model of the list down. The list is yours to change.' },
  {
    id: 'cheapest',
    name: 'Cheapest',
    words: 'Whatever costs least for the request goes first; free keys cost nothing.',
  },
  { id: 'fastest', name: 'Fastest', words: 'Whatever began to answer soonest of late goes first.' },
] as const satisfies readonly { id: Mode; name: string; words: string }[];

const rows = [
  { task: 'fast', name: 'Fast answers', words: 'Summaries and short questions' },
  { task: 'research', name: 'Research', words: 'Long and thorough answers' },
  { task: 'code', name: 'Code', words: 'Writing and explaining programs' },
  { task: 'vision', name: 'Images', words: 'Looking at a picture' },
  { task: 'transcription', name: 'Recordings', words: 'Writing down what is said' },
] as const satisfies readonly { task: Task; name: string; words: string }[];

export const Models = ({ view }: { view: View }) => {
  const [open, setOpen] = useState<readonly Task[]>([]);
  const { pools, refusal } = usePools(view, open.length > 0);
  const toggle = (task: Task) =>
    setOpen(open.includes(task) ? open.filter((other) => other !== task) : [...open, task]);
  return (
    <div className={card.card}>
      <dl className={classes.modes}>
        {modes.map(({ id, name, words }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.rows}>
        {rows.map((row) => (
          <TaskRow
            key={row.task}
            {...row}
            view={view}
            pools={pools}
            open={open.includes(row.task)}
            onToggle={() => toggle(row.task)}
          />
        ))}
      </div>
      <Refusal refusal={refusal} />
      <RefreshRow view={view} />
    </div>
  );
};

type TaskRowProps = {
  task: Task;
  name: string;
  words: string;
  view: View;
  /** Null until they were read. */
  pools: Pools | null;
  open: boolean;
  onToggle: () => void;
};

const TaskRow = ({ task, name, words, view, pools, open, onToggle }: TaskRowProps) => {
  const next = view.status.next[task];
  const panel = useId();
  return (
    <fieldset className={classes.row} data-testid={`task-${task}`}>
      <legend className="visually-hidden">{name}</legend>
      <div className={classes.words}>
        <p className={classes.name} aria-hidden="true">
          {name} <span className={classes.what}>{words}</span>
        </p>
        <p
          className={classes.next}
          title={next.why}
          data-testid={task === 'transcription' ? undefined : `next-${task}`}
        >
          <HealthDot state={next.target === null ? 'no_key' : 'ready'} />
          <span>{next.target === null ? 'Nobody can take it now' : `Next: ${targetWords(next.target)}`}</span>
        </p>
        <Ending rows={pools?.[task] ?? []} />
      </div>
      {task === 'transcription' ? (
        <p className={classes.byTurns}>Providers take turns</p>
      ) : (
        <ModeChoice task={task} chosen={view.settings.pools[task]?.mode ?? 'plan'} />
      )}
      {task === 'transcription' ? (
        <a className={classes.opener} href="#transcription" aria-label={`Models for ${name}, under Transcription`}>
          Models
        </a>
      ) : (
        <button
          type="button"
          className={classes.opener}
          aria-expanded={open}
          aria-controls={panel}
          aria-label={`Models for ${name}`}
          onClick={onToggle}
        >
          <ChevronIcon size={14} />
          Models
        </button>
      )}
      <div id={panel} className={classes.panel} hidden={!open}>
        {open && pools !== null ? <Pool task={task} rows={pools[task]} settings={view.settings} /> : null}
      </div>
    </fieldset>
  );
};

/** Models in use that will be gone in the coming weeks. */
const Ending = ({ rows }: { rows: readonly PoolRow[] }) => {
  const ending = rows.filter(
    ({ retirement, gone, on, keys }) => retirement?.when === 'soon' && !gone && on && keys > 0,
  );
  if (ending.length === 0) return null;
  const words = ending.map((row) => `${shortModel(row.model)} ${endWords(row) ?? ''}`);
  return <p className={classes.ending}>{words.join('; ')}</p>;
};

const ModeChoice = ({ task, chosen }: { task: Task; chosen: Mode }) => {
  const actions = useActions();
  const changing = useAsking(actions['pool.change']);
  const group = useId();
  return (
    <>
      <div className={classes.choice}>
        {modes.map(({ id, name }) => (
          <label key={id} className={classes.mode}>
            <input
              type="radio"
              name={group}
              checked={id === chosen}
              onChange={() => void changing.run({ task, mode: id })}
            />
            {name}
          </label>
        ))}
      </div>
      <Refusal refusal={changing.refusal} />
    </>
  );
};
