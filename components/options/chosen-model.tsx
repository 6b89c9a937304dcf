// One model of an endpoint in the form: its id, what it is for, and what is known of it beyond what can be learned.
import type { Task } from '../../lib/domain/task.ts';
import { IconButton } from '../button.tsx';
import { Field, SelectField } from '../field.tsx';
import { CloseIcon } from '../icons.tsx';
import classes from './chosen-model.module.css';
import { abilityFields, type Claim, limitFields, type ModelFields, taskNames } from './endpoint-fields.ts';
import { More } from './more.tsx';
import { NumberField } from './number-field.tsx';

type ChosenModelProps = { model: ModelFields; onChange: (model: ModelFields) => void; onRemove: () => void };

export const ChosenModel = ({ model, onChange, onRemove }: ChosenModelProps) => (
  <li className={classes.model} data-testid="chosen-model">
    <div className={classes.head}>
      <code className={classes.id}>{model.id}</code>
      <IconButton name={`Take out ${model.id}`} onClick={onRemove}>
        <CloseIcon />
      </IconButton>
    </div>
    <Tasks model={model} onChange={onChange} />
    <More name="Window, limits and abilities">
      <Details model={model} onChange={onChange} />
    </More>
  </li>
);

type PartProps = Omit<ChosenModelProps, 'onRemove'>;

const Tasks = ({ model, onChange }: PartProps) => {
  const turn = (task: Task, on: boolean) =>
    onChange({ ...model, tasks: on ? [...model.tasks, task] : model.tasks.filter((other) => other !== task) });
  return (
    <fieldset className={classes.tasks}>
      <legend className="visually-hidden">What {model.id} is for</legend>
      {taskNames.map(({ task, name }) => (
        <label key={task} className={classes.task}>
          <input
            type="checkbox"
            checked={model.tasks.includes(task)}
            onChange={({ target }) => turn(task, target.checked)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
};

const claims = { '': 'Learn it', yes: 'Yes', no: 'No' } as const satisfies Record<Claim, string>;
const claimOf = (value: string): Claim => (value === 'yes' || value === 'no' ? value : '');

const Details = ({ model, onChange }: PartProps) => (
  <fieldset className={classes.fields}>
    <legend className="visually-hidden">What is known of {model.id}</legend>
    <NumberField
      label="Window in tokens"
      empty="Learn it"
      typed={model.context}
      onType={(context) => onChange({ ...model, context })}
    />
    {limitFields.map(({ dimension, label }) => (
      <NumberField
        key={dimension}
        label={label}
        empty="Learn it"
        typed={model.limits[dimension]}
        onType={(typed) => onChange({ ...model, limits: { ...model.limits, [dimension]: typed } })}
      />
    ))}
    {abilityFields.map(({ ability, label }) => (
      <Field key={ability} label={label}>
        {(control) => (
          <SelectField
            {...control}
            value={model.claims[ability]}
            onChange={({ target }) =>
              onChange({ ...model, claims: { ...model.claims, [ability]: claimOf(target.value) } })
            }
          >
            {Object.entries(claims).map(([claim, words]) => (
              <option key={claim} value={claim}>
                {words}
              </option>
            ))}
          </SelectField>
        )}
      </Field>
    ))}
  </fieldset>
);
