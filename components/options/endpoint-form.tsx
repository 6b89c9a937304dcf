// Adds an endpoint. Bad input gets a sentence beside its field; the origin is asked for at the press, then the rest is sent.
import { type FormEvent, useState } from 'react';
import type { Task } from '../../lib/domain/task.ts';
import { Button } from '../button.tsx';
import { Field, SecretField, TextField } from '../field.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import classes from './endpoint-form.module.css';

type Draft = { name: string; baseUrl: string; key: string; model: string; use: 'text' | 'transcription' };
type Errors = Partial<Record<'name' | 'baseUrl' | 'model', string>>;

const emptyDraft: Draft = { name: '', baseUrl: '', key: '', model: '', use: 'text' };

const errorsOf = ({ name, baseUrl, model }: Draft): Errors => ({
  ...(name.trim() === '' && { name: 'Give it a name, so that you know it again.' }),
  ...(baseUrl.trim() === '' && { baseUrl: 'Where does it listen? For example http://localhost:11434/v1.' }),
  ...(model.trim() === '' && { model: 'Which model shall answer? Write its id as the endpoint names it.' }),
});

export const EndpointForm = () => {
  const actions = useActions();
  const adding = useAsking(actions['endpoint.add']);
  const [draft, setDraft] = useState(emptyDraft);
  const [errors, setErrors] = useState<Errors>({});
  const [note, setNote] = useState('');
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (adding.pending) return;
    setNote('');
    const found = errorsOf(draft);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const origin = await actions.askForOrigin(draft.baseUrl);
    if (!origin.ok) return setErrors({ baseUrl: origin.message });
    const { model, use, ...rest } = draft;
    const tasks: Task[] = use === 'text' ? ['fast', 'research', 'code', 'vision'] : ['transcription'];
    const added = await adding.run({
      ...rest,
      baseUrl: draft.baseUrl.trim(),
      preset: null,
      plan: 'paid',
      headers: [],
      priority: null,
      models: [{ id: model, tasks, context: null }],
    });
    if (added === null) return;
    setNote(`${draft.name} was added. ${added.note}`.trim());
    setDraft(emptyDraft);
  };
  return (
    <form onSubmit={add} className={card.card} aria-labelledby="add-endpoint" noValidate>
      <h3 id="add-endpoint" className={card.name}>
        Add an endpoint
      </h3>
      <div className={card.columns}>
        <Field label="Name" hint="As you like to call it" error={errors.name}>
          {(control) => (
            <TextField {...control} value={draft.name} onChange={({ target }) => change({ name: target.value })} />
          )}
        </Field>
        <Field label="Base URL" hint="Like http://localhost:11434/v1" error={errors.baseUrl}>
          {(control) => (
            <TextField
              {...control}
              inputMode="url"
              spellCheck={false}
              value={draft.baseUrl}
              onChange={({ target }) => change({ baseUrl: target.value })}
            />
          )}
        </Field>
        <Field label="Model" hint="Its id, like llama3.2:3b" error={errors.model}>
          {(control) => (
            <TextField
              {...control}
              spellCheck={false}
              value={draft.model}
              onChange={({ target }) => change({ model: target.value })}
            />
          )}
        </Field>
        <Field label="Key (optional)" hint="Models on this computer rarely need one">
          {(control) => (
            <SecretField {...control} value={draft.key} onChange={({ target }) => change({ key: target.value })} />
          )}
        </Field>
      </div>
      <fieldset className={classes.use}>
        <legend>Use it for</legend>
        {(['text', 'transcription'] as const).map((use) => (
          <label key={use}>
            <input type="radio" name="use" checked={draft.use === use} onChange={() => change({ use })} />
            {use === 'text' ? 'Text' : 'Transcription'}
          </label>
        ))}
      </fieldset>
      <div className={card.row}>
        <Button type="submit" weight="main" busy={adding.pending}>
          {adding.pending ? 'Adding…' : 'Add endpoint'}
        </Button>
      </div>
      <div role="status">{note === '' ? null : <Notice tone="plain">{note}</Notice>}</div>
      <Refusal refusal={adding.refusal} />
    </form>
  );
};
