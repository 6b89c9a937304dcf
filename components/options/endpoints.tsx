// The endpoints: a card for each, and the ways to add more. One way is open at a time.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { endpointJson } from '../../lib/domain/endpoint-json.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Notice } from '../notice.tsx';
import card from './card.module.css';
import { EndpointCard } from './endpoint-card.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { FindServers } from './find-servers.tsx';
import { PasteEndpoints } from './paste-endpoints.tsx';

export const Endpoints = ({ view: { settings, status } }: { view: View }) => {
  const hasKey = (id: string) => settings.keys.some(({ owner }) => owner === id);
  const all = () => settings.endpoints.map((endpoint) => endpointJson(endpoint, hasKey(endpoint.id)));
  return (
    <>
      {settings.endpoints.map((endpoint) => (
        <EndpointCard key={endpoint.id} endpoint={endpoint} status={status} />
      ))}
      <AddEndpoints finder={<FindServers endpoints={settings.endpoints} />}>
        {settings.endpoints.length < 2 ? null : (
          <CopyButton
            name="Copy all endpoints as JSON"
            word="Copy all as JSON"
            text={() => JSON.stringify(all(), null, 2)}
          />
        )}
      </AddEndpoints>
    </>
  );
};

type Way = 'form' | 'paste';

const AddEndpoints = ({ finder, children }: { finder: ReactNode; children: ReactNode }) => {
  const [open, setOpen] = useState<Way | null>(null);
  const [note, setNote] = useState('');
  const last = useRef<Way | null>(null);
  const buttons = { form: useRef<HTMLButtonElement>(null), paste: useRef<HTMLButtonElement>(null) };
  useEffect(() => {
    if (open === null && last.current !== null) buttons[last.current].current?.focus();
    last.current = open;
  });
  const begin = (way: Way) => {
    setNote('');
    setOpen(way);
  };
  const close = (said = '') => {
    setNote(said);
    setOpen(null);
  };
  return (
    <div className={card.card} data-testid="add-endpoints">
      {open === 'form' ? (
        <EndpointForm endpoint={null} keyCard={undefined} onDone={close} onCancel={() => close()} />
      ) : null}
      {open === 'paste' ? <PasteEndpoints onDone={close} onCancel={() => close()} /> : null}
      {open === null ? (
        <div className={card.row}>
          <Button ref={buttons.form} onClick={() => begin('form')}>
            Add an endpoint
          </Button>
          <Button ref={buttons.paste} onClick={() => begin('paste')}>
            Paste as JSON
          </Button>
          {children}
        </div>
      ) : null}
      <div role="status">{note === '' ? null : <Notice tone="plain">{note}</Notice>}</div>
      {finder}
    </div>
  );
};
