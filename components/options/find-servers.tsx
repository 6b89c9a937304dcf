// Looks for servers on this computer at a press, and adds what it finds at another. The permission to reach this
// computer is asked for at the first press, for nothing else.
import { useState } from 'react';
import type { Endpoint } from '../../lib/domain/settings.ts';
import type { EndpointDraft, ServerFace } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { CheckIcon } from '../icons.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import classes from './find-servers.module.css';

/** Both names of this computer: some servers listen to one of them alone. */
const here = ['http://127.0.0.1', 'http://localhost'];

const mostNamed = 3;

const draftOf = ({ name, baseUrl, preset, models }: ServerFace): EndpointDraft => ({
  ...{ name, baseUrl, preset, models },
  ...{ key: '', plan: 'free', headers: [], priority: null },
});

/** Both names of this computer are one place. */
const placeOf = (baseUrl: string): string => new URL(baseUrl).host.replace('localhost', '127.0.0.1');

export const FindServers = ({ endpoints }: { endpoints: readonly Endpoint[] }) => {
  const actions = useActions();
  const finding = useAsking(actions['servers.find']);
  const [found, setFound] = useState<{ servers: ServerFace[]; asked: number[] } | null>(null);
  const [refused, setRefused] = useState('');
  const find = async () => {
    setFound(null);
    const origin = await actions.askForOrigins(here);
    setRefused(origin.ok ? '' : origin.message);
    if (origin.ok) setFound(await finding.run({}));
  };
  const there = new Set(endpoints.map(({ baseUrl }) => placeOf(baseUrl)));
  return (
    <div className={classes.find} data-testid="find-servers">
      <div className={card.row}>
        <Button busy={finding.pending} onClick={find}>
          {finding.pending ? 'Looking…' : 'Find local servers'}
        </Button>
        <span className={card.note}>Ollama, LM Studio and others, at their usual ports on this computer</span>
      </div>
      <div role="status">
        {found === null ? null : (
          <p className={classes.said}>
            {found.servers.length > 0
              ? `${found.servers.length === 1 ? 'One server answers' : `${found.servers.length} servers answer`} on this computer.`
              : `Nothing answers at ${ports.format(found.asked.map(String))}. Start your server and look again, or add it by its address.`}
          </p>
        )}
      </div>
      {found === null || found.servers.length === 0 ? null : (
        <ul className={classes.servers} aria-label="Servers on this computer">
          {found.servers.map((server) => (
            <Server key={server.baseUrl} server={server} isThere={there.has(placeOf(server.baseUrl))} />
          ))}
        </ul>
      )}
      <div role="alert">{refused === '' ? null : <Notice tone="bad">{refused}</Notice>}</div>
      <Refusal refusal={finding.refusal} />
    </div>
  );
};

const ports = new Intl.ListFormat('en', { type: 'disjunction' });

const modelWords = ({ wantsKey, listed, models }: ServerFace): string => {
  if (wantsKey) return 'It wants a key before it lists its models: add it by its address, with that key.';
  if (listed === 0) return 'It has no model yet. Load one there, then look again.';
  if (models.length === 0) return 'None of its models answers or writes down speech.';
  const named = models.slice(0, mostNamed).map(({ id }) => id);
  const others = listed - named.length;
  return others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`;
};

const Server = ({ server, isThere }: { server: ServerFace; isThere: boolean }) => {
  const actions = useActions();
  const adding = useAsking(actions['endpoint.add']);
  const { name, likely, baseUrl, models, listed } = server;
  return (
    <li className={classes.server}>
      <span className={classes.words}>
        <strong>{name}</strong> <code>{baseUrl}</code>
        {likely === '' ? null : <span className={classes.soft}> Most likely {likely}</span>}
        <span className={classes.models}>{modelWords(server)}</span>
        {models.length > 0 && models.length < listed ? (
          <span className={classes.soft}>
            {models.length} of its {listed} models are added at first; others by “Edit”.
          </span>
        ) : null}
      </span>
      {isThere ? (
        <span className={classes.added}>
          <CheckIcon size={14} /> Added
        </span>
      ) : models.length === 0 ? null : (
        <Button aria-label={`Add ${name}`} busy={adding.pending} onClick={() => void adding.run(draftOf(server))}>
          Add
        </Button>
      )}
      <Refusal refusal={adding.refusal} />
    </li>
  );
};
