// A whole number that may be left out. Says at once where what stands in it is none.
import { Field, TextField } from '../field.tsx';
import { readWhole } from '../whole-number.ts';

type NumberFieldProps = {
  label: string;
  hint?: string;
  /** What stands in the empty field: what it means that there is no number. */
  empty: string;
  typed: string;
  onType: (typed: string) => void;
};

export const NumberField = ({ label, hint, empty, typed, onType }: NumberFieldProps) => {
  const read = readWhole(typed);
  return (
    <Field label={label} hint={hint} error={read.ok ? null : read.message}>
      {(control) => (
        <TextField
          {...control}
          inputMode="numeric"
          autoComplete="off"
          placeholder={empty}
          value={typed}
          onChange={({ target }) => onType(target.value)}
        />
      )}
    </Field>
  );
};
