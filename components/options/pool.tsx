// The models of one task in the order in which they are asked: moved up and down, switched off, ticked in. What no key
// can call is folded away. Decides nothing; every change is asked of the background.
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { PoolRow } from '../../lib/domain/pool.ts';
import { inOrder, movedBefore } from '../../lib/domain/pool-order.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Task } from '../../lib/domain/task.ts';
import { Button } from '../button.tsx';
import { endWords, shortModel } from '../model-words.ts';
import { Refusal } from '../notice.tsx';
import { useActions } from '../page.tsx';
import { AddModel } from './add-model.tsx';
import { MoneyField } from './money-field.tsx';
import classes from './pool.module.css';
import { ModelRow, TakeOut } from './pool-row.tsx';
import { useDrag } from './use-drag.ts';
import { useOrder } from './use-order.ts';

/** One of those who take turns: the order holds among its models alone. */
export type Taker = { id: string; head: ReactNode };

type PoolProps = { task: Task; rows: readonly PoolRow[]; settings: Settings; takers?: readonly Taker[] };

const refsOf = (rows: readonly PoolRow[]): string[] => rows.map(({ ref }) => ref);

const ordered = (rows: readonly PoolRow[], order: readonly string[]): PoolRow[] => {
  const byRef = new Map(rows.map((row) => [row.ref, row]));
  return inOrder(order, [...byRef.keys()]).flatMap((ref) => byRef.get(ref) ?? []);
};

export const Pool = ({ task, rows, settings, takers }: PoolProps) => {
  const [said, setSaid] = useState('');
  // What no key can call has no place of its own: whoever succeeds it stands there.
  const living = rows.filter(({ gone }) => gone === null);
  const suggested = refsOf(living.toSorted((one, other) => one.suggested - other.suggested));
  const { moved, arrange, refusal } = useOrder(task, rows, suggested);
  const shown = moved === null ? living : ordered(living, moved);
  const move = (group: readonly PoolRow[], from: number, to: number) => {
    const row = group[from];
    if (row === undefined) return;
    const others = group.filter((other) => other !== row);
    arrange(movedBefore(refsOf(shown), row.ref, others[to]?.ref ?? null));
    setSaid(`${shortModel(row.model)} of ${row.ownerName} is now number ${to + 1} of ${group.length}.`);
  };
  const reset = () => {
    arrange(null);
    setSaid('Back to the suggested order.');
  };
  const list = (part: readonly PoolRow[]) => (
    <Rows task={task} rows={part} onMove={(from, to) => move(part, from, to)} />
  );
  return (
    <div className={classes.pool}>
      {takers === undefined ? (
        <>
          <p className={classes.head} aria-hidden="true">
            <span>per million tokens</span>
            <span>window</span>
          </p>
          {list(shown)}
        </>
      ) : (
        takers.map(({ id, head }) => (
          <div key={id} className={classes.taker}>
            {head}
            <Parts rows={shown.filter(({ owner }) => owner === id)} list={list} />
          </div>
        ))
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <Gone task={task} name="Retired" rows={rows.filter(({ gone }) => gone === 'model_retired')} />
      <Gone task={task} name="Not on your keys’ lists" rows={rows.filter(({ gone }) => gone === 'model_missing')} />
      <div className={classes.foot}>
        <AddModel task={task} rows={rows} />
        {settings.pools[task]?.order === undefined ? null : (
          <Button weight="quiet" onClick={reset}>
            Back to the suggested order
          </Button>
        )}
      </div>
      <Refusal refusal={refusal} />
      <Ceiling task={task} settings={settings} />
    </div>
  );
};

const partWords = {
  no_times: 'Without times: asked only where nobody who gives them can',
  speakers: 'Made to tell who speaks: asked where you want to know',
} as const;

const parts = [null, 'no_times', 'speakers'] as const satisfies readonly PoolRow['standsBack'][];

/** The models of one taker. Who stands back does so behind everybody's, so that its place among the others says nothing. */
const Parts = ({ rows, list }: { rows: readonly PoolRow[]; list: (part: readonly PoolRow[]) => ReactNode }) =>
  parts.map((part) => {
    const own = rows.filter(({ standsBack }) => standsBack === part);
    if (own.length === 0) return null;
    return (
      <div key={part}>
        {part === null ? null : <p className={classes.part}>{partWords[part]}</p>}
        {list(own)}
      </div>
    );
  });

type RowsProps = { task: Task; rows: readonly PoolRow[]; onMove: (from: number, to: number) => void };

const Rows = ({ task, rows, onMove }: RowsProps) => {
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<HTMLElement | null>(null);
  const { drag, grip } = useDrag(list, ({ from, to }) => onMove(from, to));
  const others = drag && rows.filter((_, index) => index !== drag.from);
  const fallsBefore = drag && others?.[drag.to]?.ref;
  const fallsLast = drag !== null && drag.to === others?.length;
  // A row that takes another place in the document loses the keyboard's place.
  useLayoutEffect(() => {
    if (pressed.current !== null && document.activeElement !== pressed.current) pressed.current.focus();
    pressed.current = null;
  });
  return (
    <ol ref={list} className={classes.rows} aria-label="Models in order">
      {rows.map((row, index) => (
        <ModelRow
          key={row.ref}
          task={task}
          row={row}
          isFirst={index === 0}
          isLast={index === rows.length - 1}
          onMove={(by, button) => {
            pressed.current = button;
            onMove(index, index + by);
          }}
          grip={grip(index)}
          falls={
            drag?.from === index
              ? 'dragged'
              : row.ref === fallsBefore
                ? 'before'
                : fallsLast && row === others?.at(-1)
                  ? 'after'
                  : undefined
          }
        />
      ))}
    </ol>
  );
};

/** Those that no key can call, folded away. */
const Gone = ({ task, name, rows }: { task: Task; name: string; rows: readonly PoolRow[] }) => {
  if (rows.length === 0) return null;
  return (
    <details className={classes.gone}>
      <summary>
        {name} ({rows.length})
      </summary>
      <ul>
        {rows.map((row) => (
          <li key={row.ref}>
            <span title={row.model}>{shortModel(row.model)}</span>{' '}
            <span className={classes.owner}>{[row.ownerName, endWords(row)].filter(Boolean).join(' · ')}</span>
            {row.added ? <TakeOut task={task} row={row} /> : null}
          </li>
        ))}
      </ul>
      <p>They come back by themselves wherever a key’s own list names them.</p>
    </details>
  );
};

const notNothing = (usd: number | null): string | null =>
  usd === 0 ? 'To spend nothing at all, switch on “Never spend”. Leave this empty for no limit.' : null;

const Ceiling = ({ task, settings }: { task: Task; settings: Settings }) => {
  const change = useActions()['pool.change'];
  return (
    <MoneyField
      label="Most for one request of this kind"
      hint="Whatever may cost more is left out."
      empty="No ceiling of its own"
      held={settings.pools[task]?.ceilingUsd ?? null}
      check={notNothing}
      onChange={(ceilingUsd) => change({ task, ceilingUsd })}
    />
  );
};
