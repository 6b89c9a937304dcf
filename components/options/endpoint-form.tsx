// Adds an endpoint or changes one. Bad input gets a sentence beside its field; the origin is asked for at the press, then
// the rest is sent. Keys and values of headers are never filled in: an empty field keeps what is there.
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Endpoint } from '../../lib/domain/settings.ts';
import type { Card } from '../../lib/domain/status.ts';
import type { PresetFace } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Checkbox, Field, SecretField, TextField } from '../field.tsx';
import { OutsideIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import {
  draftOf,
  type Errors,
  emptyFields,
  errorsOf,
  type Fields,
  fieldsOf,
  withPreset,
  withTyped,
} from './endpoint-fields.ts';
import classes from './endpoint-form.module.css';
import { HeaderRows } from './header-rows.tsx';
import { ModelChoice } from './model-choice.tsx';
import { More } from './more.tsx';
import { NumberField } from './number-field.tsx';
import { PresetChoice } from './preset-choice.tsx';

type EndpointFormProps = {
  /** Null: a new one. */
  endpoint: Endpoint | null;
  /** The face of the key that it has. */
  keyCard: Card | undefined;
  /** `note` says what was done, and how an address was mended. */
  onDone: (note: string) => void;
  onCancel: () => void;
};

/** Asked for when a form opens: no other part of the page needs them. */
const usePresets = (): readonly PresetFace[] => {
  const actions = useActions();
  const [presets, setPresets] = useState<readonly PresetFace[]>([]);
  useEffect(() => {
    let gone = false;
    actions['presets.read']({}).then((reply) => {
      if (reply.ok && !gone) setPresets(reply.value.presets);
    });
    return () => {
      gone = true;
    };
  }, [actions]);
  return presets;
};

/** A server of one's own charges nothing, whatever the key that it wants. */
const planOf = (keyCard: Card | undefined, preset: PresetFace | undefined) =>
  keyCard?.plan ?? (preset?.kind === 'local' ? 'free' : 'paid');

/** Sends what stands in the fields, once all of it can be taken. */
const useSaving = ({ endpoint, keyCard, onDone }: EndpointFormProps, preset: PresetFace | undefined) => {
  const actions = useActions();
  const adding = useAsking(actions['endpoint.add']);
  const changing = useAsking(actions['endpoint.change']);
  const [errors, setErrors] = useState<Errors>({});
  const save = async (fields: Fields) => {
    const found = errorsOf(fields);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const origin = await actions.askForOrigin(fields.baseUrl);
    if (!origin.ok) return setErrors({ baseUrl: origin.message });
    const draft = draftOf(fields, planOf(keyCard, preset));
    const saved =
      endpoint === null
        ? await adding.run(draft)
        : await changing.run({ id: endpoint.id, draft, removeKey: fields.removeKey });
    if (saved !== null)
      onDone(`${fields.name.trim()} was ${endpoint === null ? 'added' : 'changed'}. ${saved.note}`.trim());
  };
  const pending = adding.pending || changing.pending;
  return { save, errors, setErrors, pending, refusal: adding.refusal ?? changing.refusal };
};

export const EndpointForm = (props: EndpointFormProps) => {
  const { endpoint, keyCard, onCancel } = props;
  const presets = usePresets();
  const [fields, setFields] = useState(endpoint === null ? emptyFields : fieldsOf(endpoint));
  const preset = presets.find(({ id }) => id === fields.preset);
  const { save, errors, setErrors, pending, refusal } = useSaving(props, preset);
  const [mended, setMended] = useState('');
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const change = (part: Partial<Fields>) => setFields((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const whole = withTyped(fields, preset?.context ?? null);
    setFields(whole);
    void save(whole);
  };
  const word = endpoint === null ? 'Add endpoint' : 'Save';
  return (
    <form ref={form} onSubmit={submit} className={classes.form} aria-labelledby={title} noValidate>
      <h3 id={title} ref={heading} tabIndex={-1} className={endpoint === null ? card.name : 'visually-hidden'}>
        {endpoint === null ? 'Add an endpoint' : `Edit ${endpoint.name}`}
      </h3>
      <Where
        {...{ fields, errors, keyCard, mended }}
        presets={endpoint === null ? presets : null}
        preset={preset}
        onChange={change}
      />
      <ModelChoice
        endpoint={endpoint?.id ?? null}
        fields={fields}
        preset={preset}
        error={errors.models}
        onChange={change}
        onAddress={(baseUrl, note) => {
          setMended(note);
          change({ baseUrl });
        }}
        onNoAddress={(baseUrl) => setErrors({ baseUrl })}
      />
      <Advanced fields={fields} errors={errors} onChange={change} />
      <div className={card.row}>
        <Button type="submit" weight="main" busy={pending}>
          {pending ? 'Saving…' : word}
        </Button>
        <Button weight="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <p role="status" className={classes.wrong}>
          {errors.numbers ?? ''}
        </p>
      </div>
      <Refusal refusal={refusal} />
    </form>
  );
};

type WhereProps = KeyFieldProps & {
  errors: Errors;
  /** What was mended of the address. */
  mended: string;
  /** To choose from; null where it is what it is. */
  presets: readonly PresetFace[] | null;
};

const Where = ({ fields, errors, keyCard, mended, presets, preset, onChange }: WhereProps) => (
  <div className={card.columns}>
    {presets === null ? null : (
      <PresetChoice
        presets={presets}
        chosen={fields.preset}
        onChoose={(chosen) => onChange(withPreset(fields, chosen))}
      />
    )}
    <Field label="Name" hint="As you like to call it" error={errors.name}>
      {(control) => (
        <TextField {...control} value={fields.name} onChange={({ target }) => onChange({ name: target.value })} />
      )}
    </Field>
    <Field label="Base URL" hint={mended || 'Like http://localhost:11434/v1'} error={errors.baseUrl}>
      {(control) => (
        <TextField
          {...control}
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          value={fields.baseUrl}
          onChange={({ target }) => onChange({ baseUrl: target.value })}
        />
      )}
    </Field>
    <KeyField fields={fields} keyCard={keyCard} preset={preset} onChange={onChange} />
  </div>
);

type KeyFieldProps = {
  fields: Fields;
  keyCard: Card | undefined;
  preset: PresetFace | undefined;
  onChange: (change: Partial<Fields>) => void;
};

const KeyField = ({ fields, keyCard, preset, onChange }: KeyFieldProps) => {
  const keyPage = preset?.keyPage;
  const usual = keyPage ? (
    <a href={keyPage} target="_blank" rel="noreferrer" className={classes.outside}>
      Get a key from {preset.name}
      <OutsideIcon size={12} />
    </a>
  ) : (
    'Only where the service asks for one'
  );
  return (
    <div className={card.form}>
      <Field
        label={preset?.needsKey === 'needed' ? 'Key' : 'Key (optional)'}
        hint={keyCard === undefined ? usual : 'Empty keeps the one it has; a new one replaces it'}
      >
        {(control) => (
          <SecretField
            {...control}
            placeholder={keyCard === undefined ? '' : `••••${keyCard.last4}`}
            value={fields.key}
            onChange={({ target }) => onChange({ key: target.value })}
          />
        )}
      </Field>
      {keyCard === undefined ? null : (
        <Checkbox label="Remove its key" on={fields.removeKey} onChange={(removeKey) => onChange({ removeKey })} />
      )}
    </div>
  );
};

type AdvancedProps = { fields: Fields; errors: Errors; onChange: (change: Partial<Fields>) => void };

/** Open where something stands in it that a person must see. */
const Advanced = ({ fields, errors, onChange }: AdvancedProps) => {
  const telling = fields.headers.some(({ held }) => !held) || errors.headers !== undefined;
  return (
    <More name="Extra headers and priority" open={telling}>
      <div className={classes.advanced}>
        <HeaderRows
          headers={fields.headers}
          errors={errors.headers ?? {}}
          onChange={(headers) => onChange({ headers })}
        />
        <NumberField
          label="Priority"
          hint="Lower is asked first; the models of providers have 1 to 99. Empty: after all of them."
          empty="999"
          typed={fields.priority}
          onType={(priority) => onChange({ priority })}
        />
      </div>
    </More>
  );
};
