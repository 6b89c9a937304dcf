// The address under which a provider is reached. Another origin is asked for at the press, before the change is sent.
import { type FormEvent, useState } from 'react';
import type { Face } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Field, TextField } from '../field.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useTyped } from '../page.tsx';
import card from './card.module.css';

type BaseUrlProps = { face: Face; chosen: string | undefined };

export const BaseUrl = ({ face, chosen }: BaseUrlProps) => {
  const actions = useActions();
  const changing = useAsking(actions['provider.change']);
  const [typed, setTyped] = useTyped(chosen);
  const [error, setError] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const current = chosen ?? face.baseUrl;
  const change = async (baseUrl: string | null) => {
    const changed = await changing.run({ id: face.id, baseUrl });
    if (changed === null) return;
    setTyped(changed.baseUrl);
    setNote(changed.note || `Saved. Requests now go to ${changed.baseUrl}.`);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (changing.pending) return;
    setNote('');
    setError(null);
    const address = typed ?? current;
    const origin = await actions.askForOrigin(address);
    if (!origin.ok) return setError(origin.message);
    await change(address.trim());
  };
  const reset = () => {
    setError(null);
    void change(null);
  };
  return (
    <form onSubmit={save} className={card.form} noValidate>
      <Field label={`Base URL of ${face.name}`} hint={note || `Default: ${face.baseUrl}`} error={error}>
        {(control) => (
          <span className={card.inline}>
            <TextField
              {...control}
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              value={typed ?? current}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button type="submit" aria-label={`Save base URL of ${face.name}`} busy={changing.pending}>
              Save
            </Button>
            {chosen === undefined ? null : (
              <Button weight="quiet" aria-label={`Reset base URL of ${face.name}`} onClick={reset}>
                Reset
              </Button>
            )}
          </span>
        )}
      </Field>
      <Refusal refusal={changing.refusal} />
    </form>
  );
};
