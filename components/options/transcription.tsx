// The order of turns for recordings: who is next and why, and who takes part.
import type { View } from '../../lib/view/shapes.ts';
import { Checkbox } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { Mark } from '../mark.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow } from '../page.tsx';
import { healthWords, limitSize, targetWords } from '../words.ts';
import card from './card.module.css';
import classes from './transcription.module.css';

export const Transcription = ({ view }: { view: View }) => {
  const actions = useActions();
  const changing = useAsking(actions['provider.change']);
  const next = view.status.next.transcription;
  return (
    <div className={card.card}>
      <div className={classes.next} data-testid="next-transcription">
        <Mark size={48} />
        <div>
          <p className={classes.label}>Next transcription</p>
          <p className={classes.target}>{next.target === null ? 'Nobody yet' : targetWords(next.target)}</p>
          <p className={card.note}>{next.why}</p>
        </div>
      </div>
      <Turns view={view} />
      <fieldset className={classes.takers}>
        <legend>Who takes part</legend>
        {view.faces.map((face) => (
          <Checkbox
            key={face.id}
            label={
              <>
                {face.name}
                {face.maxUploadBytes === null ? null : (
                  <span className={classes.limit}> up to {limitSize(face.maxUploadBytes)} a file</span>
                )}
              </>
            }
            on={view.settings.providers[face.id]?.transcribe ?? true}
            onChange={(transcribe) => void changing.run({ id: face.id, transcribe })}
          />
        ))}
      </fieldset>
      <Refusal refusal={changing.refusal} />
    </div>
  );
};

/** Those who take part, in their order, each with its health; the one whose turn it is stands out. */
const Turns = ({ view: { faces, settings, status } }: { view: View }) => {
  const now = useNow(status.owners.some(({ health }) => health.until !== null));
  const takers = [
    ...faces.map(({ id }) => id).filter((id) => settings.providers[id]?.transcribe ?? true),
    ...settings.endpoints
      .filter(({ models }) => models.some(({ tasks }) => tasks.includes('transcription')))
      .map(({ id }) => id),
  ];
  const owners = takers.flatMap((id) => status.owners.find((owner) => owner.id === id) ?? []);
  return (
    <ol className={classes.turns} aria-label="Order of turns">
      {owners.map(({ id, name, health }) => (
        <li key={id} aria-current={id === status.next.transcription.target?.owner || undefined} title={health.why}>
          <HealthDot state={health.state} />
          {name}
          <span className={classes.state}>{healthWords(health, now)}</span>
        </li>
      ))}
    </ol>
  );
};
