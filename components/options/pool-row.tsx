// One model in its place: what it costs, how much it can hold, what it can do, until when, and how it stands.
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import type { PoolRow } from '../../lib/domain/pool.ts';
import type { Health } from '../../lib/domain/status.ts';
import type { Task } from '../../lib/domain/task.ts';
import { Button, IconButton } from '../button.tsx';
import { Switch } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { DownIcon, GripIcon, UpIcon } from '../icons.tsx';
import {
  type AbilityWord,
  abilityWords,
  dateWords,
  endWords,
  limitLines,
  longPriceWords,
  priceWords,
  rowStateWords,
  shortModel,
  windowWords,
} from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow } from '../page.tsx';
import classes from './pool-row.module.css';

type ModelRowProps = {
  task: Task;
  row: PoolRow;
  isFirst: boolean;
  isLast: boolean;
  /** @param by -1 up, 1 down */
  onMove: (by: -1 | 1, button: HTMLElement) => void;
  grip: ComponentProps<'span'>;
  falls: 'dragged' | 'before' | 'after' | undefined;
};

const dots: Partial<Record<PoolRow['state'], Health['state']>> = {
  ready: 'ready',
  resting: 'resting',
  full: 'resting',
  key_invalid: 'invalid',
  out_of_credit: 'out_of_credit',
  no_key: 'no_key',
  model_missing: 'no_key',
};

const nameOf = ({ model, ownerName }: PoolRow): string => `${shortModel(model)} of ${ownerName}`;

export const ModelRow = ({ task, row, isFirst, isLast, onMove, grip, falls }: ModelRowProps) => {
  const actions = useActions();
  const changing = useAsking(actions['pool.change']);
  const [open, setOpen] = useState(false);
  const now = useNow(row.until !== null);
  const details = useId();
  const name = nameOf(row);
  return (
    <li className={classes.row} data-testid="pool-row" data-ref={row.ref} data-state={row.state} data-falls={falls}>
      <span className={classes.grip} aria-hidden="true" {...grip}>
        <GripIcon />
      </span>
      <HealthDot state={dots[row.state] ?? 'off'} />
      <div className={classes.words}>
        <button
          type="button"
          className={classes.name}
          aria-expanded={open}
          aria-controls={details}
          title={row.model}
          onClick={() => setOpen(!open)}
        >
          {shortModel(row.model)}{' '}
          <span className={task === 'transcription' ? 'visually-hidden' : classes.owner}>{row.ownerName}</span>
        </button>
        <State row={row} now={now} />
      </div>
      <Facts row={row} forSpeech={task === 'transcription'} />
      <span className={classes.moves}>
        <IconButton
          name={`Move ${name} up`}
          aria-disabled={isFirst || undefined}
          onClick={(event) => isFirst || onMove(-1, event.currentTarget)}
        >
          <UpIcon />
        </IconButton>
        <IconButton
          name={`Move ${name} down`}
          aria-disabled={isLast || undefined}
          onClick={(event) => isLast || onMove(1, event.currentTarget)}
        >
          <DownIcon />
        </IconButton>
      </span>
      <Switch
        name={`Use ${name}`}
        on={row.on}
        onChange={(on) => void changing.run({ task, model: { ref: row.ref, on } })}
      />
      <div id={details} hidden={!open} className={classes.details}>
        {open ? <Details row={row} /> : null}
        {open && row.added ? <TakeOut task={task} row={row} /> : null}
      </div>
      <Refusal refusal={changing.refusal} />
    </li>
  );
};

/** What the user ticked in can be taken out again. */
export const TakeOut = ({ task, row }: Pick<ModelRowProps, 'task' | 'row'>) => {
  const actions = useActions();
  const changing = useAsking(actions['pool.change']);
  return (
    <>
      <Button
        weight="quiet"
        aria-label={`Take ${nameOf(row)} out of this pool`}
        onClick={() => void changing.run({ task, model: { ref: row.ref, added: false } })}
      >
        Take out of this pool
      </Button>
      <Refusal refusal={changing.refusal} />
    </>
  );
};

/** Nothing is said of what is as it should be. */
const State = ({ row, now }: { row: PoolRow; now: number }) => {
  const end = endWords(row);
  const state = row.state === 'ready' || row.state === 'model_off' ? null : rowStateWords(row, now);
  if (end === null && state === null) return null;
  return (
    <p className={classes.state}>
      {state === null ? null : <span title={row.why}>{state}</span>}
      {state === null || end === null ? '' : ' · '}
      {end === null ? null : <span data-soon={row.retirement?.when === 'soon' || undefined}>{end}</span>}
    </p>
  );
};

/** A cell whose words are short, with what they mean for whoever cannot see the column. */
const Cell = ({ long, children }: { long: string; children: ReactNode }) => (
  <span title={long}>
    <span aria-hidden="true">{children}</span>
    <span className="visually-hidden">{long}. </span>
  </span>
);

const timesWords = {
  none: [{ word: 'no times', long: 'gives no times, so that it is asked where none are needed or no other can' }],
  segments: [{ word: 'times', long: 'says when each part was said' }],
  words: [{ word: 'times by word', long: 'says when each word was said' }],
} as const satisfies Record<PoolRow['times'], readonly AbilityWord[]>;

const Facts = ({ row, forSpeech }: { row: PoolRow; forSpeech: boolean }) => {
  const price = longPriceWords(row);
  const abilities = forSpeech ? timesWords[row.times] : abilityWords(row);
  return (
    <p className={classes.facts}>
      <Cell long={row.free && row.keys > 0 ? `Free on your key; its list price is ${price}` : price}>
        {row.free ? 'free' : priceWords(row) || '–'}
      </Cell>
      {forSpeech ? null : (
        <Cell
          long={row.context === null ? 'Its window is not known' : `Holds ${row.context.toLocaleString('en')} tokens`}
        >
          {windowWords(row.context) || '–'}
        </Cell>
      )}
      <span className={classes.abilities} data-wide={forSpeech || undefined}>
        {abilities.map(({ word, long }) => (
          <Cell key={word} long={long}>
            {word}
          </Cell>
        ))}
      </span>
    </p>
  );
};

const keyWords = (count: number): string => (count === 1 ? '1 key' : `${count} keys`);

const Details = ({ row }: { row: PoolRow }) => {
  const limits = limitLines(row.limits);
  return (
    <dl>
      <dt>Model</dt>
      <dd>
        <code>{row.model}</code>, {row.keys === 0 ? 'no key for it yet' : keyWords(row.keys)}
      </dd>
      <dt>Price</dt>
      <dd>{longPriceWords(row)}</dd>
      {row.why === '' ? null : (
        <>
          <dt>Now</dt>
          <dd>{row.why}</dd>
        </>
      )}
      {limits.length === 0 ? null : (
        <>
          <dt>Limits</dt>
          {limits.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </>
      )}
      {row.facts.length === 0 ? null : (
        <>
          <dt>Known from</dt>
          {factLines(row.facts).map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </>
      )}
    </dl>
  );
};

const fieldWords: Record<string, string> = {
  context: 'window',
  maxOutput: 'longest answer',
  pricePerHour: 'price',
  freeLimits: 'limits of the free plan',
  firstTokenMs: 'time to think',
  outputField: 'how answers are capped',
  retiresOn: 'last day',
};

type Fact = PoolRow['facts'][number];

const factWords = ({ field, value }: Fact): string[] => {
  if (field === 'all') return [];
  return [`${fieldWords[field] ?? field}${value === undefined ? '' : ` ${value}`}`];
};

/** What one source says stands in one line. */
const factLines = (facts: readonly Fact[]): string[] => {
  const sources = Map.groupBy(facts, ({ source, date, remembered }) =>
    [source, dateWords(date), ...(remembered ? ['to be confirmed'] : [])].join(', '),
  );
  return [...sources].map(([source, own]) => {
    const what = own.flatMap(factWords).join(', ');
    return what === '' ? source : `${what}: ${source}`;
  });
};
