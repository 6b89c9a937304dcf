// Which service it is, where that is one that is known: it fills in the form. Any other is entered by hand.
import type { PresetFace } from '../../lib/view/shapes.ts';
import { Field, SelectField } from '../field.tsx';

const groups = [
  { kind: 'local', name: 'On this computer' },
  { kind: 'service', name: 'Services' },
  { kind: 'gateway', name: 'Gateways' },
] as const satisfies readonly { kind: PresetFace['kind']; name: string }[];

type PresetChoiceProps = {
  presets: readonly PresetFace[];
  chosen: string | null;
  onChoose: (preset: PresetFace | null) => void;
};

export const PresetChoice = ({ presets, chosen, onChoose }: PresetChoiceProps) => {
  const preset = presets.find(({ id }) => id === chosen);
  return (
    <Field label="Service" hint={preset?.note || 'A known one fills in what is known of it'}>
      {(control) => (
        <SelectField
          {...control}
          value={preset?.id ?? ''}
          onChange={({ target }) => onChoose(presets.find(({ id }) => id === target.value) ?? null)}
        >
          <option value="">Any OpenAI-compatible service</option>
          {groups.map(({ kind, name }) => (
            <optgroup key={kind} label={name}>
              {presets
                .filter((one) => one.kind === kind)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </SelectField>
      )}
    </Field>
  );
};
