// One endpoint that the user added: where it is, what it serves, how it stands, a test that really asks it, and the same
// as a form to change it. Never shows a secret.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { endpointJson } from '../../lib/domain/endpoint-json.ts';
import type { Endpoint } from '../../lib/domain/settings.ts';
import type { Card, Check, Status } from '../../lib/domain/status.ts';
import { Button, ConfirmButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import { CardHead, headingOf } from './card-head.tsx';
import { CheckLine } from './check-line.tsx';
import classes from './endpoint-card.module.css';
import { draftOf, fieldsOf, taskNames } from './endpoint-fields.ts';
import { EndpointForm } from './endpoint-form.tsx';

export const EndpointCard = ({ endpoint, status }: { endpoint: Endpoint; status: Status }) => {
  const actions = useActions();
  const changing = useAsking(actions['endpoint.change']);
  const [editing, setEditing] = useState(false);
  const [note, setNote] = useState('');
  const owner = status.owners.find(({ id }) => id === endpoint.id);
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const close = (said: string) => {
    setNote(said);
    setEditing(false);
  };
  return (
    <article
      id={endpoint.id}
      className={card.card}
      aria-labelledby={headingOf(endpoint.id)}
      data-testid="endpoint"
      data-state={owner?.health.state}
    >
      <CardHead
        id={endpoint.id}
        name={endpoint.name}
        owner={owner}
        on={endpoint.on}
        onSwitch={(on) => void changing.run({ id: endpoint.id, on })}
      />
      {editing ? (
        <EndpointForm endpoint={endpoint} keyCard={owner?.cards[0]} onDone={close} onCancel={() => close('')} />
      ) : (
        <>
          <Facts endpoint={endpoint} cards={owner?.cards ?? []} />
          <EndpointActions endpoint={endpoint} keyCard={owner?.cards[0]}>
            <Button ref={edit} aria-label={`Edit ${endpoint.name}`} onClick={() => setEditing(true)}>
              Edit
            </Button>
          </EndpointActions>
        </>
      )}
      <div role="status">{note === '' ? null : <Notice tone="plain">{note}</Notice>}</div>
      <Refusal refusal={changing.refusal} />
    </article>
  );
};

const Facts = ({ endpoint, cards }: { endpoint: Endpoint; cards: readonly Card[] }) => (
  <dl className={classes.facts}>
    <dt>Address</dt>
    <dd>
      <code>{endpoint.baseUrl}</code>
    </dd>
    <dt>{endpoint.models.length === 1 ? 'Model' : 'Models'}</dt>
    <dd>
      {endpoint.models.map(({ id, tasks, context }) => (
        <span key={id} className={classes.model}>
          <code>{id}</code>
          <span>
            {taskNames
              .filter(({ task }) => tasks.includes(task))
              .map(({ name }) => name)
              .join(' · ')}
          </span>
          {context === null ? null : <span className={classes.window}>{context.toLocaleString('en')} tokens</span>}
        </span>
      ))}
    </dd>
    {cards.map((key) => (
      <KeyFact key={key.id} keyCard={key} name={endpoint.name} />
    ))}
    {endpoint.headerNames === undefined ? null : (
      <>
        <dt>Headers</dt>
        <dd>
          <code>{endpoint.headerNames.join(', ')}</code>
        </dd>
      </>
    )}
    {endpoint.priority === undefined ? null : (
      <>
        <dt>Priority</dt>
        <dd>{endpoint.priority}</dd>
      </>
    )}
  </dl>
);

const KeyFact = ({ keyCard, name }: { keyCard: Card; name: string }) => {
  const actions = useActions();
  const changing = useAsking(actions['key.change']);
  return (
    <>
      <dt>Key</dt>
      <dd>
        <span className={classes.model}>
          <code>••••{keyCard.last4}</code>
          <select
            aria-label={`Plan of the key of ${name}`}
            value={keyCard.plan}
            className={classes.plan}
            onChange={({ target }) =>
              void changing.run({ id: keyCard.id, plan: target.value === 'free' ? 'free' : 'paid' })
            }
          >
            <option value="free">Free plan</option>
            <option value="paid">Paid plan</option>
          </select>
        </span>
        <Refusal refusal={changing.refusal} />
      </dd>
    </>
  );
};

type EndpointActionsProps = { endpoint: Endpoint; keyCard: Card | undefined; children: ReactNode };

const EndpointActions = ({ endpoint, keyCard, children }: EndpointActionsProps) => {
  const actions = useActions();
  const checking = useAsking(actions['endpoint.check']);
  const removing = useAsking(actions['endpoint.remove']);
  const changing = useAsking(actions['endpoint.change']);
  const [check, setCheck] = useState<Check | null>(null);
  const test = async () => {
    setCheck(null);
    setCheck(await checking.run({ id: endpoint.id }));
  };
  const enter = async (baseUrl: string) => {
    const draft = draftOf({ ...fieldsOf(endpoint), baseUrl }, keyCard?.plan ?? 'paid');
    return (await changing.run({ id: endpoint.id, draft })) !== null;
  };
  return (
    <>
      <div className={`${card.row} ${classes.actions}`}>
        <Button aria-label={`Test connection to ${endpoint.name}`} busy={checking.pending} onClick={test}>
          {checking.pending ? 'Asking…' : 'Test connection'}
        </Button>
        {children}
        <CopyButton
          name={`Copy ${endpoint.name} as JSON`}
          word="Copy as JSON"
          text={() => JSON.stringify(endpointJson(endpoint, keyCard !== undefined), null, 2)}
        />
        <ConfirmButton
          name={`Remove ${endpoint.name}`}
          word="Remove"
          question="Remove this endpoint and its key?"
          onConfirm={() => void removing.run({ id: endpoint.id })}
        />
      </div>
      <CheckLine check={check} pending={checking.pending} fixing={{ enter, again: test }} />
      <Refusal refusal={checking.refusal ?? changing.refusal ?? removing.refusal} />
    </>
  );
};
