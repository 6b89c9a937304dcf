// Recordings: who is next and why, who takes part, with which models and up to which size, and what holds for every one.
import type { ReactNode } from 'react';
import type { Endpoint } from '../../lib/domain/settings.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Checkbox } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { Mark } from '../mark.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow } from '../page.tsx';
import { healthWords, limitSize, targetWords } from '../words.ts';
import card from './card.module.css';
import { Dictation } from './dictation.tsx';
import { EveryRecording } from './every-recording.tsx';
import { SpeechModels } from './speech-models.tsx';
import classes from './transcription.module.css';
import { UploadLimits } from './upload-limits.tsx';

/** Ids of the models of an endpoint that write down speech, as refs. */
const speechRefs = ({ id, models }: Endpoint): string[] =>
  models.filter(({ tasks }) => tasks.includes('transcription')).map((model) => `${id}/${model.id}`);

export const Transcription = ({ view }: { view: View }) => {
  const next = view.status.next.transcription;
  return (
    <>
      <div className={card.card}>
        <div className={classes.next} data-testid="next-transcription">
          <Mark size={48} />
          <div>
            <p className={classes.label}>Next transcription</p>
            <p className={classes.target}>{next.target === null ? 'Nobody yet' : targetWords(next.target)}</p>
            <p className={card.note}>{next.why}</p>
          </div>
        </div>
        <Takers view={view} />
        <div className={classes.folded}>
          <SpeechModels view={view} />
          <UploadLimits view={view} />
        </div>
      </div>
      <EveryRecording view={view} />
      <Dictation />
    </>
  );
};

/** Everybody who could take part, in their order, each with its health; the one whose turn it is stands out. */
const Takers = ({ view }: { view: View }) => {
  const { faces, settings, status } = view;
  const actions = useActions();
  const ticking = useAsking(actions['provider.change']);
  const switching = useAsking(actions['pool.change']);
  const off = settings.pools.transcription?.off ?? [];
  const tickEndpoint = async (refs: readonly string[], on: boolean) => {
    for (const ref of refs) await switching.run({ task: 'transcription', model: { ref, on } });
  };
  const rowOf = (id: string) => ({ view, owner: status.owners.find((owner) => owner.id === id) });
  return (
    <fieldset className={classes.takers}>
      <legend>Who takes part</legend>
      {faces
        .toSorted((one, other) => one.turn - other.turn)
        .map(({ id, name, maxUploadBytes }) => (
          <TakerRow
            key={id}
            {...rowOf(id)}
            name={name}
            on={settings.providers[id]?.transcribe ?? true}
            onChange={(transcribe) => void ticking.run({ id, transcribe })}
          >
            {maxUploadBytes === null ? '' : `up to ${limitSize(maxUploadBytes)} a file`}
          </TakerRow>
        ))}
      {settings.endpoints.flatMap((endpoint) => {
        const refs = speechRefs(endpoint);
        if (refs.length === 0) return [];
        return (
          <TakerRow
            key={endpoint.id}
            {...rowOf(endpoint.id)}
            name={endpoint.name}
            on={refs.some((ref) => !off.includes(ref))}
            onChange={(on) => void tickEndpoint(refs, on)}
          >
            your endpoint
          </TakerRow>
        );
      })}
      <Refusal refusal={ticking.refusal ?? switching.refusal} />
    </fieldset>
  );
};

type TakerRowProps = {
  view: View;
  owner: View['status']['owners'][number] | undefined;
  name: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
};

const TakerRow = ({ view: { status }, owner, name, on, onChange, children }: TakerRowProps) => {
  const now = useNow((owner?.health.until ?? null) !== null);
  const isNext = owner !== undefined && owner.id === status.next.transcription.target?.owner;
  return (
    <div className={classes.taker} data-next={isNext || undefined} data-testid="taker">
      <Checkbox
        label={
          <>
            {name} <span className={classes.limit}>{children}</span>
          </>
        }
        on={on}
        onChange={onChange}
      />
      {owner === undefined ? null : (
        <span className={classes.state} title={owner.health.why}>
          <HealthDot state={on ? owner.health.state : 'off'} />
          {on ? healthWords(owner.health, now) : 'Takes no part'}
          {isNext ? <span className={classes.turn}>next</span> : null}
        </span>
      )}
    </div>
  );
};
