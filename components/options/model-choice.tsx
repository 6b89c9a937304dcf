// Which models of an endpoint Rondo may ask: ticked in the server's own list, or written by their ids.
import { type KeyboardEvent, useState } from 'react';
import type { OfferedModel } from '../../lib/domain/status.ts';
import type { PresetFace } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Checkbox, Field, TextField } from '../field.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import { ChosenModel } from './chosen-model.tsx';
import { draftOf, type Fields, newModel, withTyped } from './endpoint-fields.ts';
import classes from './model-choice.module.css';

type ModelChoiceProps = {
  /** Whose secrets may be used to ask; null while it is not added. */
  endpoint: string | null;
  fields: Fields;
  preset: PresetFace | undefined;
  error: string | undefined;
  onChange: (change: Partial<Fields>) => void;
  /** The address as it turned out to be, and what was mended of it. */
  onAddress: (baseUrl: string, note: string) => void;
  onNoAddress: (message: string) => void;
};

export const ModelChoice = ({
  endpoint,
  fields,
  preset,
  error,
  onChange,
  onAddress,
  onNoAddress,
}: ModelChoiceProps) => {
  const actions = useActions();
  const listing = useAsking(actions['endpoint.models']);
  const [offered, setOffered] = useState<readonly OfferedModel[] | null>(null);
  const context = preset?.context ?? null;
  const list = async () => {
    const origin = await actions.askForOrigin(fields.baseUrl);
    if (!origin.ok) return onNoAddress(origin.message);
    setOffered(null);
    const { baseUrl, key, headers } = draftOf(fields, 'paid');
    const listed = await listing.run({ id: endpoint, baseUrl, preset: fields.preset, key, headers });
    setOffered(listed?.models ?? null);
    if (listed !== null) onAddress(listed.baseUrl, listed.note);
  };
  const add = () => onChange(withTyped(fields, context));
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || fields.typed.trim() === '') return;
    event.preventDefault();
    add();
  };
  const tick = (model: OfferedModel, on: boolean) =>
    onChange({
      models: on
        ? [...fields.models, newModel(model.id, model.context ?? context)]
        : fields.models.filter(({ id }) => id !== model.id),
    });
  return (
    <div className={classes.choice}>
      <div className={classes.ways}>
        <Field label="Model id" hint="As the endpoint names it, like llama3.2:3b" error={error}>
          {(control) => (
            <span className={card.inline}>
              <TextField
                {...control}
                spellCheck={false}
                autoComplete="off"
                value={fields.typed}
                onChange={({ target }) => onChange({ typed: target.value })}
                onKeyDown={addOnEnter}
              />
              <Button onClick={add}>Add model</Button>
            </span>
          )}
        </Field>
        <Button busy={listing.pending} onClick={list}>
          {listing.pending ? 'Asking…' : 'List the server’s models'}
        </Button>
      </div>
      <Refusal refusal={listing.refusal} />
      {offered === null ? null : (
        <Offered offered={offered} chosen={new Set(fields.models.map(({ id }) => id))} onTick={tick} />
      )}
      {fields.models.length === 0 ? null : (
        <ul aria-label="Chosen models">
          {fields.models.map((model) => (
            <ChosenModel
              key={model.id}
              model={model}
              onChange={(changed) =>
                onChange({ models: fields.models.map((other) => (other.id === model.id ? changed : other)) })
              }
              onRemove={() => onChange({ models: fields.models.filter(({ id }) => id !== model.id) })}
            />
          ))}
        </ul>
      )}
    </div>
  );
};

/** From how many models on there is a field to look for one. */
const many = 10;

type OfferedProps = {
  offered: readonly OfferedModel[];
  chosen: ReadonlySet<string>;
  onTick: (model: OfferedModel, on: boolean) => void;
};

const Offered = ({ offered, chosen, onTick }: OfferedProps) => {
  const [sought, setSought] = useState('');
  if (offered.length === 0)
    return <p className={card.note}>The server’s list is empty: load a model there, or write an id.</p>;
  const shown = offered.filter(({ id }) => id.toLowerCase().includes(sought.trim().toLowerCase()));
  return (
    <fieldset className={classes.offered} data-testid="offered-models">
      <legend>
        {offered.length === 1 ? 'The server has 1 model' : `The server has ${offered.length} models`}: tick what Rondo
        may ask
      </legend>
      {offered.length < many ? null : (
        <TextField
          aria-label="Look for a model"
          placeholder="Look for a model"
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
      )}
      <ul className={classes.list}>
        {shown.map((model) => (
          <li key={model.id}>
            <Checkbox
              label={
                <>
                  <code>{model.id}</code>
                  {model.context === null ? null : (
                    <span className={classes.window}> {model.context.toLocaleString('en')} tokens</span>
                  )}
                </>
              }
              on={chosen.has(model.id)}
              onChange={(on) => onTick(model, on)}
            />
          </li>
        ))}
      </ul>
      <p role="status" className={card.note}>
        {shown.length === 0 ? 'None is called like that.' : ''}
      </p>
    </fieldset>
  );
};
