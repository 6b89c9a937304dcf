// One endpoint that the user added: where it is, what it serves, how it stands, and a test that really asks it.
import { useState } from 'react';
import type { Endpoint } from '../../lib/domain/settings.ts';
import type { Check, Status } from '../../lib/domain/status.ts';
import { Button, ConfirmButton } from '../button.tsx';
import { Switch } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow } from '../page.tsx';
import { healthWords } from '../words.ts';
import card from './card.module.css';
import { CheckLine } from './check-line.tsx';
import classes from './endpoint-card.module.css';

export const EndpointCard = ({ endpoint, status }: { endpoint: Endpoint; status: Status }) => {
  const actions = useActions();
  const changing = useAsking(actions['endpoint.change']);
  const checking = useAsking(actions['endpoint.check']);
  const removing = useAsking(actions['endpoint.remove']);
  const [check, setCheck] = useState<Check | null>(null);
  const owner = status.owners.find(({ id }) => id === endpoint.id);
  const now = useNow(owner?.health.until != null);
  const test = async () => {
    setCheck(null);
    setCheck(await checking.run({ id: endpoint.id }));
  };
  return (
    <article
      id={endpoint.id}
      className={card.card}
      aria-labelledby={`${endpoint.id}-name`}
      data-testid="endpoint"
      data-state={owner?.health.state}
    >
      <header className={card.head}>
        <h3 id={`${endpoint.id}-name`} className={card.name}>
          {endpoint.name}
        </h3>
        {owner === undefined ? null : (
          <p className={card.health} title={owner.health.why}>
            <HealthDot state={owner.health.state} />
            <span>{healthWords(owner.health, now)}</span>
          </p>
        )}
        <Switch
          name={`Use ${endpoint.name}`}
          on={endpoint.on}
          onChange={(on) => void changing.run({ id: endpoint.id, on })}
        />
      </header>
      <dl className={classes.facts}>
        <dt>Address</dt>
        <dd>
          <code>{endpoint.baseUrl}</code>
        </dd>
        <dt>{endpoint.models.length === 1 ? 'Model' : 'Models'}</dt>
        <dd>
          {endpoint.models.map(({ id, tasks }) => (
            <span key={id}>
              <code>{id}</code> {tasks.includes('transcription') ? 'for transcription' : 'for text'}
            </span>
          ))}
        </dd>
        {owner?.cards.map(({ id, last4 }) => (
          <div key={id} className={classes.fact}>
            <dt>Key</dt>
            <dd>
              <code>••••{last4}</code>
            </dd>
          </div>
        ))}
      </dl>
      <div className={card.row}>
        <Button aria-label={`Test connection to ${endpoint.name}`} busy={checking.pending} onClick={test}>
          {checking.pending ? 'Asking…' : 'Test connection'}
        </Button>
        <ConfirmButton
          name={`Remove ${endpoint.name}`}
          word="Remove"
          question="Remove this endpoint and its key?"
          onConfirm={() => void removing.run({ id: endpoint.id })}
        />
      </div>
      <CheckLine check={check} />
      <Refusal refusal={changing.refusal ?? checking.refusal ?? removing.refusal} />
    </article>
  );
};
