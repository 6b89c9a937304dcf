// What may be spent and what was: never, at most for one request, at most in a month, and on a second model at once.
import type { ReactNode } from 'react';
import type { OwnerStatus } from '../../lib/domain/status.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Switch } from '../field.tsx';
import { dollars } from '../money.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import { MoneyField } from './money-field.tsx';
import classes from './spending.module.css';

const list = new Intl.ListFormat('en');

export const Spending = ({ view }: { view: View }) => (
  <div className={card.card}>
    <Figures view={view} />
    <Never view={view} />
    <Ceilings view={view} />
    <Hedge view={view} />
    <OtherTry view={view} />
  </div>
);

/** What was paid and what was saved. */
const Figures = ({ view: { status } }: { view: View }) => {
  const { byOwner, savedUsd } = status.spend;
  const paid = Object.values(byOwner).reduce((sum, usd) => sum + usd, 0);
  return (
    <dl className={classes.figures}>
      <div>
        <dt>Spent this month</dt>
        <dd data-testid="spent">
          <strong>{dollars(paid)}</strong>
          <span>by the price lists</span>
        </dd>
      </div>
      <div>
        <dt>Saved in all</dt>
        <dd data-testid="saved">
          <strong>{dollars(savedUsd)}</strong>
          <span>against always asking one paid model</span>
        </dd>
      </div>
    </dl>
  );
};

type SettingProps = { name: string; on: boolean; onChange: (on: boolean) => void; children: ReactNode };

const Setting = ({ name, on, onChange, children }: SettingProps) => (
  <div className={classes.setting}>
    <div className={classes.words}>
      <h3 className={classes.name}>{name}</h3>
      {children}
    </div>
    <Switch name={name} on={on} onChange={onChange} />
  </div>
);

const isInUse = ({ health }: OwnerStatus): boolean => !['off', 'no_key'].includes(health.state);

/** Those that cost nothing: some key of theirs is on a free plan, or they need none. */
const freeOwners = ({ status }: View): string[] =>
  status.owners
    .filter(isInUse)
    .filter(({ kind, cards }) =>
      cards.length === 0 ? kind === 'endpoint' : cards.some(({ plan, on }) => on && plan === 'free'),
    )
    .map(({ name }) => name);

const whatIsLeft = (on: boolean, free: readonly string[]): string => {
  if (free.length === 0) {
    const all = 'every key you have is on a paid plan';
    return on ? `Nobody is left: ${all}.` : `Nobody would be left: ${all}.`;
  }
  const names = list.format(free);
  return `Only ${names} ${on ? (free.length === 1 ? 'is' : 'are') : 'would be'} left.`;
};

const Never = ({ view }: { view: View }) => {
  const actions = useActions();
  const changing = useAsking(actions['spend.change']);
  const { never } = view.settings.spend;
  const hasKeys = view.status.owners.some(isInUse);
  return (
    <Setting name="Never spend" on={never} onChange={(on) => void changing.run({ never: on })}>
      <p className={card.note} data-testid="never-spend">
        Leaves out everything that costs money: every key on a paid plan.{' '}
        {hasKeys ? whatIsLeft(never, freeOwners(view)) : ''}
      </p>
      <Refusal refusal={changing.refusal} />
    </Setting>
  );
};

/** A budget can be set where something can be paid, and taken away wherever there is one. */
const payees = ({ settings, status }: View): OwnerStatus[] =>
  status.owners.filter(
    ({ id, cards }) =>
      cards.some(({ plan }) => plan === 'paid') ||
      settings.spend.perMonthUsd[id] !== undefined ||
      (status.spend.byOwner[id] ?? 0) > 0,
  );

const notNothing = (usd: number | null): string | null =>
  usd === 0 ? 'To spend nothing at all, switch on “Never spend”. Leave this empty for no limit.' : null;

const Ceilings = ({ view }: { view: View }) => {
  const actions = useActions();
  const change = actions['spend.change'];
  const { perRequestUsd, perMonthUsd } = view.settings.spend;
  const { byOwner } = view.status.spend;
  const owners = payees(view);
  return (
    <div className={classes.block}>
      <MoneyField
        label="Most for one request"
        hint="Whatever may cost more is left out."
        empty="No ceiling"
        held={perRequestUsd}
        check={notNothing}
        onChange={(usd) => change({ perRequestUsd: usd })}
      />
      <div className={classes.amounts}>
        {owners.map(({ id, name }) => {
          const budget = perMonthUsd[id];
          const spent = byOwner[id] ?? 0;
          return (
            <MoneyField
              key={id}
              label={`Budget for ${name} a month`}
              hint={`${dollars(spent)} spent this month`}
              empty="No budget"
              held={budget ?? null}
              check={notNothing}
              onChange={(usd) => change({ perMonth: { owner: id, usd } })}
            />
          );
        })}
      </div>
      {owners.length === 0 ? <p className={card.note}>No key is on a paid plan, so nothing costs money.</p> : null}
    </div>
  );
};

const anAmount = (usd: number | null): string | null =>
  usd === null ? 'Write an amount, such as 0.002. With 0 only a free model is asked.' : null;

const Hedge = ({ view }: { view: View }) => {
  const actions = useActions();
  const change = actions['hedge.change'];
  const changing = useAsking(change);
  const { on, maxUsd } = view.settings.hedge;
  return (
    <Setting
      name="Ask a second model while the first is silent"
      on={on}
      onChange={(next) => void changing.run({ on: next })}
    >
      <p className={card.note}>
        When a model is slow to begin, the next one is asked too; the first to speak answers and the other is stopped.
      </p>
      {on ? (
        <MoneyField
          label="Most that the second one may cost"
          hint="A free one is always asked."
          empty=""
          held={maxUsd}
          check={anAmount}
          onChange={(usd) => change({ maxUsd: usd ?? 0 })}
        />
      ) : null}
      <Refusal refusal={changing.refusal} />
    </Setting>
  );
};

/** What is refused for its content would be shown to somebody else, so that the user decides. */
const OtherTry = ({ view }: { view: View }) => {
  const actions = useActions();
  const changing = useAsking(actions['otherTry.change']);
  const { content_blocked } = view.settings.otherTry;
  return (
    <Setting
      name="Ask one other model when one refuses the content"
      on={content_blocked}
      onChange={(next) => void changing.run({ content_blocked: next })}
    >
      <p className={card.note}>Services have rules of their own. Never more than one other is asked.</p>
      <Refusal refusal={changing.refusal} />
    </Setting>
  );
};
