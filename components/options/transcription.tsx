// The order of turns for recordings: who is next and why, and who takes part.
import type { View } from '../../lib/messaging/protocol.ts';
import { Checkbox } from '../field.tsx';
import { Mark } from '../mark.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { size, targetWords } from '../words.ts';
import card from './card.module.css';
import classes from './transcription.module.css';

export const Transcription = ({ view }: { view: View }) => {
  const actions = useActions();
  const changing = useAsking(actions['provider.change']);
  const next = view.status.next.transcription;
  const ticked = view.faces.filter(({ id }) => view.settings.providers[id]?.transcribe ?? true);
  return (
    <div className={card.card}>
      <div className={classes.next} data-testid="next-transcription">
        <Mark size={64} places={Math.max(2, ticked.length)} />
        <div>
          <p className={classes.label}>Next transcription</p>
          <p className={classes.target}>{next.target === null ? 'Nobody yet' : targetWords(next.target)}</p>
          <p className={card.note}>{next.why}</p>
        </div>
      </div>
      <fieldset className={classes.takers}>
        <legend>Who takes part</legend>
        {view.faces.map((face) => (
          <Checkbox
            key={face.id}
            label={
              <>
                {face.name}
                {face.maxUploadBytes === null ? null : (
                  <span className={classes.limit}> up to {size(face.maxUploadBytes)} a file</span>
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
