// The empty state: one field that takes any key. Whose key it is, is found out by the background.
import { type FormEvent, useState } from 'react';
import type { Face, KeyLine } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Field, SecretField } from '../field.tsx';
import { OutsideIcon } from '../icons.tsx';
import { KeyLines } from '../key-lines.tsx';
import { Mark } from '../mark.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './welcome.module.css';

type WelcomeProps = {
  faces: readonly Face[];
  lines: readonly KeyLine[];
  onLines: (lines: readonly KeyLine[]) => void;
};

export const Welcome = ({ faces, lines, onLines }: WelcomeProps) => {
  const actions = useActions();
  const adding = useAsking(actions['keys.add']);
  const [key, setKey] = useState('');
  const [error, setError] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (adding.pending) return;
    if (key.trim() === '') return setError('Paste a key first, then press Add key.');
    setError(null);
    const added = await adding.run({ owner: null, lines: key });
    if (added === null) return;
    onLines(added.lines);
    if (added.lines.some(({ keyId }) => keyId !== null)) setKey('');
  };
  const first = faces.find(({ keyPage }) => keyPage !== null);
  return (
    <section className={classes.welcome} aria-labelledby="welcome">
      <Mark size={52} />
      <h2 id="welcome" className={classes.title}>
        Your keys, taking turns
      </h2>
      <p className={classes.words}>
        Add a key and Rondo summarizes pages and transcribes recordings. Add more, and none of their limits stops you.
      </p>
      <form onSubmit={add} className={classes.form} noValidate>
        <Field
          label="Paste any key"
          hint={faces.map(({ id, name, keyExample }) => (
            <span key={id} className={classes.example}>
              {name} <code>{keyExample}</code>
            </span>
          ))}
          error={error}
        >
          {(control) => <SecretField {...control} value={key} onChange={(event) => setKey(event.target.value)} />}
        </Field>
        <Button type="submit" weight="main" wide busy={adding.pending}>
          {adding.pending ? 'Checking the key…' : 'Add key'}
        </Button>
      </form>
      <div role="status">{lines.length === 0 ? null : <KeyLines lines={lines} />}</div>
      <Refusal refusal={adding.refusal} />
      {first?.keyPage ? (
        <p className={classes.words}>
          No key yet?{' '}
          <a href={first.keyPage} target="_blank" rel="noreferrer">
            Get a free {first.name} key
            <OutsideIcon size={12} />
          </a>
        </p>
      ) : null}
      <p className={classes.words}>
        A model on your own computer?{' '}
        <button type="button" className={classes.link} onClick={() => actions.openSettings('endpoints')}>
          Add its address
        </button>
      </p>
    </section>
  );
};
