// Takes endpoints as JSON and adds them. Where none could be taken the text stays, with what was wrong with it.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addressesIn } from '../../lib/domain/endpoint-json.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import classes from './endpoint-form.module.css';

const example = `{
  "name": "My Local Ollama",
  "baseURL": "http://localhost:11434/v1",
  "apiKey": "not-needed",
  "models": [{ "modelId": "llama3.2:latest", "taskTypes": ["fast", "code"] }]
}`;

const list = new Intl.ListFormat('en');

type PasteEndpointsProps = { onDone: (note: string) => void; onCancel: () => void };

export const PasteEndpoints = ({ onDone, onCancel }: PasteEndpointsProps) => {
  const actions = useActions();
  const pasting = useAsking(actions['endpoints.paste']);
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (pasting.pending) return;
    setError(text.trim() === '' ? 'Paste an endpoint first.' : null);
    if (text.trim() === '') return;
    const origins = await actions.askForOrigins(addressesIn(text));
    if (!origins.ok) return setError(origins.message);
    const pasted = await pasting.run({ text });
    if (pasted === null) return;
    const names = pasted.added.map(({ name }) => name);
    const notes = pasted.added.flatMap(({ note }) => (note === '' ? [] : [note]));
    onDone(
      [`${list.format(names)} ${names.length === 1 ? 'was' : 'were'} added.`, ...notes, ...pasted.problems].join(' '),
    );
  };
  return (
    <form onSubmit={add} className={classes.form} aria-label="Paste endpoints as JSON" noValidate>
      <Field label="Endpoints as JSON" hint="One, or several in a list. Its key goes into the vault." error={error}>
        {(control) => (
          <textarea
            {...control}
            ref={area}
            rows={7}
            value={text}
            placeholder={example}
            spellCheck={false}
            autoComplete="off"
            className={card.area}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <div className={card.row}>
        <Button type="submit" weight="main" busy={pasting.pending}>
          {pasting.pending ? 'Adding…' : 'Add from JSON'}
        </Button>
        <Button weight="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Refusal refusal={pasting.refusal} />
    </form>
  );
};
