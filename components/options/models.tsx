// By task: in which order its models are asked, and who is next by it.
import { useId } from 'react';
import type { Mode } from '../../lib/domain/settings.ts';
import type { Task } from '../../lib/domain/task.ts';
import type { View } from '../../lib/view/shapes.ts';
import { HealthDot } from '../health-dot.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { targetWords } from '../words.ts';
import card from './card.module.css';
import classes from './models.module.css';

const modes = [
  { id: 'plan', name: 'Plan order', words: 'Rondo’s own list for the task, from its first model down.' },
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
] as const satisfies readonly { task: Task; name: string; words: string }[];

export const Models = ({ view }: { view: View }) => (
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
      {rows.map(({ task, name, words }) => (
        <TaskRow key={task} task={task} name={name} words={words} view={view} />
      ))}
    </div>
  </div>
);

type TaskRowProps = { task: Task; name: string; words: string; view: View };

const TaskRow = ({ task, name, words, view }: TaskRowProps) => {
  const actions = useActions();
  const changing = useAsking(actions['pool.change']);
  const chosen = view.settings.pools[task]?.mode ?? 'plan';
  const next = view.status.next[task];
  const group = useId();
  return (
    <fieldset className={classes.row} data-testid={`task-${task}`}>
      <legend className="visually-hidden">{name}</legend>
      <div className={classes.words}>
        <p className={classes.name} aria-hidden="true">
          {name} <span className={classes.what}>{words}</span>
        </p>
        <p className={classes.next} title={next.why} data-testid={`next-${task}`}>
          <HealthDot state={next.target === null ? 'no_key' : 'ready'} />
          <span>{next.target === null ? 'Nobody can take it now' : `Next: ${targetWords(next.target)}`}</span>
        </p>
      </div>
      <div className={classes.choice}>
        {modes.map(({ id, name: mode }) => (
          <label key={id} className={classes.mode}>
            <input
              type="radio"
              name={group}
              checked={id === chosen}
              onChange={() => void changing.run({ task, mode: id })}
            />
            {mode}
          </label>
        ))}
      </div>
      <Refusal refusal={changing.refusal} />
    </fieldset>
  );
};
