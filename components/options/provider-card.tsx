// One provider: how it stands, its keys, more keys, its address. Switching it off keeps the keys.
import type { Face, View } from '../../lib/view/shapes.ts';
import { Checkbox } from '../field.tsx';
import { OutsideIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { AddKeys } from './add-keys.tsx';
import { BaseUrl } from './base-url.tsx';
import card from './card.module.css';
import { CardHead, headingOf } from './card-head.tsx';
import { KeyRow } from './key-row.tsx';
import classes from './provider-card.module.css';

export const ProviderCard = ({ face, view }: { face: Face; view: View }) => {
  const actions = useActions();
  const changing = useAsking(actions['provider.change']);
  const owner = view.status.owners.find(({ id }) => id === face.id);
  // Nothing is stored of a provider that was never touched: it is on and takes transcriptions.
  const settings = view.settings.providers[face.id] ?? { on: true, transcribe: true };
  return (
    <article
      id={face.id}
      className={card.card}
      aria-labelledby={headingOf(face.id)}
      data-testid={`provider-${face.id}`}
    >
      <CardHead
        id={face.id}
        name={face.name}
        owner={owner}
        on={settings.on}
        onSwitch={(on) => void changing.run({ id: face.id, on })}
      />
      {owner === undefined || owner.cards.length === 0 ? (
        <p className={card.note}>
          No key yet.{' '}
          {face.keyPage === null ? null : (
            <a href={face.keyPage} target="_blank" rel="noreferrer" className={classes.outside}>
              Get a key from {face.name}
              <OutsideIcon size={12} />
            </a>
          )}
        </p>
      ) : (
        <ul className={classes.keys} aria-label={`${face.name} keys`}>
          {owner.cards.map((key) => (
            <KeyRow key={key.id} card={key} given={view.settings.keys.find(({ id }) => id === key.id)?.limits} />
          ))}
        </ul>
      )}
      <Refusal refusal={changing.refusal} />
      <div className={card.columns}>
        <AddKeys face={face} />
        <div className={card.form}>
          <BaseUrl face={face} chosen={settings.baseUrl} />
          <Checkbox
            label="Use for transcription"
            on={settings.transcribe}
            onChange={(transcribe) => void changing.run({ id: face.id, transcribe })}
          />
        </div>
      </div>
    </article>
  );
};
