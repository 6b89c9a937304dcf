// Extra headers that an endpoint is called with. A value that is kept is never shown: leaving its field empty keeps it.
import { Button, IconButton } from '../button.tsx';
import { Field, SecretField, TextField } from '../field.tsx';
import { CloseIcon } from '../icons.tsx';
import type { HeaderFields } from './endpoint-fields.ts';
import classes from './header-rows.module.css';

type HeaderRowsProps = {
  headers: readonly HeaderFields[];
  /** By row. */
  errors: Record<number, string>;
  onChange: (headers: readonly HeaderFields[]) => void;
};

export const HeaderRows = ({ headers, errors, onChange }: HeaderRowsProps) => {
  const change = (row: number, part: Partial<HeaderFields>) =>
    onChange(headers.map((header) => (header.row === row ? { ...header, ...part } : header)));
  const add = () => {
    const row = Math.max(-1, ...headers.map((header) => header.row)) + 1;
    onChange([...headers, { row, name: '', value: '', held: false, what: '' }]);
  };
  return (
    <fieldset className={classes.headers}>
      <legend>Extra headers</legend>
      {headers.map(({ row, name, value, held, what }, index) => (
        <div key={row} className={classes.row}>
          <Field label={`Header ${index + 1}`} hint={what || 'Like x-api-key'} error={errors[row]}>
            {(control) => (
              <TextField
                {...control}
                spellCheck={false}
                autoComplete="off"
                value={name}
                onChange={({ target }) => change(row, { name: target.value, held: false })}
              />
            )}
          </Field>
          <Field label={`Value of header ${index + 1}`} hint={held ? 'Empty keeps the one it has' : 'Kept like a key'}>
            {(control) => (
              <SecretField
                {...control}
                what={`value of header ${index + 1}`}
                value={value}
                onChange={({ target }) => change(row, { value: target.value })}
              />
            )}
          </Field>
          <IconButton
            name={`Remove header ${index + 1}`}
            onClick={() => onChange(headers.filter((header) => header.row !== row))}
          >
            <CloseIcon />
          </IconButton>
        </div>
      ))}
      <div>
        <Button onClick={add}>Add a header</Button>
      </div>
    </fieldset>
  );
};
