// Takes keys, one per line, and lists what became of each. Keeps what was typed only as long as it stands in the field;
// what was not taken stays there, so that nothing typed is lost.
import { type FormEvent, useState } from 'react';
import type { Face, KeyLine } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { KeyLines } from '../key-lines.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';

/** The lines that were refused and are kept nowhere else. */
const notTaken = (typed: string, lines: readonly KeyLine[]): string => {
  const refused = lines.filter(
    ({ keyId, outcome }) => keyId === null && outcome !== 'duplicate' && outcome !== 'empty',
  );
  return typed
    .split(/\r?\n/)
    .filter((_, index) => refused.some(({ line }) => line === index + 1))
    .join('\n');
};

export const AddKeys = ({ face }: { face: Face }) => {
  const actions = useActions();
  const adding = useAsking(actions['keys.add']);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly KeyLine[]>([]);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (adding.pending) return;
    if (typed.trim() === '') return setError('Paste at least one key first.');
    setError(null);
    setLines([]);
    const added = await adding.run({ owner: face.id, lines: typed });
    if (added === null) return;
    // What was typed while the keys were checked stays too.
    setTyped((now) => (now === typed ? notTaken(typed, added.lines) : now));
    setLines(added.lines);
  };
  return (
    <form onSubmit={add} className={card.form} noValidate>
      <Field label={`Add ${face.name} keys`} hint={`One per line, like ${face.keyExample}`} error={error}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={typed}
            spellCheck={false}
            autoComplete="off"
            className={card.area}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className={card.row}>
        <Button type="submit" busy={adding.pending}>
          {adding.pending ? 'Checking…' : 'Add keys'}
        </Button>
      </div>
      <div role="status">{lines.length === 0 ? null : <KeyLines lines={lines} />}</div>
      <Refusal refusal={adding.refusal} />
    </form>
  );
};
