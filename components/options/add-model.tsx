// Ticks a model into a pool which the catalog does not put there: whatever the keys' own lists name, found by its name.
import { useEffect, useRef, useState } from 'react';
import { guessTasks } from '../../lib/domain/guess-tasks.ts';
import type { ListedModel, PoolRow } from '../../lib/domain/pool.ts';
import type { Task } from '../../lib/domain/task.ts';
import { Button } from '../button.tsx';
import { TextField } from '../field.tsx';
import { priceWords, windowWords } from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './add-model.module.css';

type AddModelProps = { task: Task; rows: readonly PoolRow[] };

/** More than these nobody reads; whoever types sees the others. */
const mostShown = 12;

/** By its name it answers what this task asks. Names can mislead, so that whoever types sees every model. */
const isLikely = (task: Task, { model }: ListedModel): boolean =>
  guessTasks(model).includes(task === 'transcription' ? task : 'fast');

const matching = (models: readonly ListedModel[], task: Task, typed: string): ListedModel[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models.filter((model) => isLikely(task, model));
  return models.filter(({ model, ownerName }) => {
    const text = `${model} ${ownerName}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

export const AddModel = ({ task, rows }: AddModelProps) => {
  const actions = useActions();
  const reading = useAsking(actions['models.read']);
  const [models, setModels] = useState<readonly ListedModel[] | null>(null);
  const open = models !== null;
  const button = useRef<HTMLButtonElement>(null);
  const toggle = async () => {
    if (open) return setModels(null);
    setModels((await reading.run({}))?.models ?? null);
  };
  const close = () => {
    setModels(null);
    button.current?.focus();
  };
  return (
    <>
      <Button ref={button} aria-expanded={open} busy={reading.pending} onClick={toggle}>
        Add a model
      </Button>
      <Refusal refusal={reading.refusal} />
      {open ? <Finder task={task} models={models} rows={rows} onClose={close} /> : null}
    </>
  );
};

type FinderProps = AddModelProps & { models: readonly ListedModel[]; onClose: () => void };

const Finder = ({ task, models, rows, onClose }: FinderProps) => {
  const actions = useActions();
  const adding = useAsking(actions['pool.change']);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState('');
  const field = useRef<HTMLFieldSetElement>(null);
  useEffect(() => field.current?.querySelector('input')?.focus(), []);
  const there = new Set(rows.map(({ ref }) => ref));
  const found = matching(
    models.filter(({ ref }) => !there.has(ref)),
    task,
    typed,
  );
  const add = async ({ ref, model, ownerName }: ListedModel) => {
    if ((await adding.run({ task, model: { ref, added: true } })) === null) return;
    setSaid(`${model} of ${ownerName} was added. It stands after the suggested ones until you move it.`);
    field.current?.querySelector('input')?.focus();
  };
  return (
    <fieldset
      className={classes.finder}
      ref={field}
      aria-label="Add a model"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <TextField
        type="search"
        aria-label="Find a model"
        placeholder="Find a model by its name"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul className={classes.found} aria-label="Models found">
        {found.slice(0, mostShown).map((model) => (
          <li key={model.ref}>
            <span className={classes.words}>
              <span className={classes.name}>{model.model}</span>
              <span className={classes.facts}>{factsOf(model)}</span>
            </span>
            <Button weight="quiet" aria-label={`Add ${model.model} of ${model.ownerName}`} onClick={() => add(model)}>
              Add
            </Button>
          </li>
        ))}
      </ul>
      <p className={classes.note}>{noteOf(found.length, typed)}</p>
      <p className={classes.note} role="status">
        {said}
      </p>
      <Refusal refusal={adding.refusal} />
    </fieldset>
  );
};

const factsOf = (model: ListedModel): string =>
  [model.ownerName, priceWords(model), model.pricePerHour === null ? windowWords(model.context) : '']
    .filter(Boolean)
    .join(' · ');

const noteOf = (count: number, typed: string): string => {
  if (count > mostShown) return `And ${count - mostShown} more: type a part of the name.`;
  if (count > 0) return '';
  if (typed !== '') return 'No key’s list names such a model, or it is in this pool already.';
  return 'Your keys’ lists name no other model for this. Validate a key to have its list read anew.';
};
