// A recording while it is made: how long it is, how loud each source is, and what can be done with it. And one that
// nobody took yet, with what it will take where that was asked, and what can become of it.
import { type RefObject, useRef } from 'react';
import type { Capture, SoundFrom, SoundNow } from '../lib/domain/capture.ts';
import type { View } from '../lib/view/shapes.ts';
import { Button, ConfirmButton } from './button.tsx';
import classes from './capture-card.module.css';
import { MicrophoneIcon, PauseIcon, RecordIcon, RemoveIcon, StopIcon, TabIcon } from './icons.tsx';
import { Notice, Refusal } from './notice.tsx';
import { useActions, useAsking } from './page.tsx';
import { placeAfter } from './place-after.ts';
import { Courses } from './popup/offer-card.tsx';
import { placeIn, soundLength } from './words.ts';

type Current = NonNullable<View['captures']['current']>;
type Kept = View['captures']['kept'][number];

const sourceNames: Record<SoundFrom, string> = { microphone: 'Microphone', tab: 'Sound of the tab' };
const sourceIcons = { microphone: MicrophoneIcon, tab: TabIcon } as const;

/** How a person hears it: from 60 dB below the loudest there is. */
const share = (level: number): number => Math.min(1, Math.max(0, (20 * Math.log10(Math.max(level, 1e-6)) + 60) / 60));

const stateWords = ({ from, state }: SoundNow): string => {
  if (state === 'ended') return from === 'tab' ? 'The tab has ended its sound.' : 'The microphone is gone.';
  if (state === 'heard') return '';
  return from === 'tab' ? 'Nothing plays in the tab.' : 'Nothing comes in. Is it switched off?';
};

const Sound = ({ sound, paused }: { sound: SoundNow; paused: boolean }) => {
  const Icon = sourceIcons[sound.from];
  const words = stateWords(sound);
  return (
    <li className={classes.sound} data-state={sound.state}>
      <Icon />
      <span className={sound.level === null ? classes.state : 'visually-hidden'}>{sourceNames[sound.from]}</span>
      {words === '' && sound.level !== null ? (
        <span className={classes.meter} data-testid={`level-${sound.from}`} aria-hidden="true">
          <span style={{ transform: `scaleX(${paused ? 0 : share(sound.level).toFixed(3)})` }} />
        </span>
      ) : null}
      <span role="status" className={classes.state}>
        {words}
      </span>
    </li>
  );
};

const whatOf = ({ sources }: Capture): string =>
  sources.length > 1 ? 'The sound of the tab and your microphone' : (sources[0] && sourceNames[sources[0]]) || '';

const doing = ({ state, now }: Current): string => {
  if (state === 'ending') return 'Saving';
  if (now === null) return 'Starting';
  return now.paused ? 'Paused' : 'Recording';
};

/** With it the card goes, and the keyboard goes on elsewhere. */
const useDiscarding = (id: string, card: RefObject<HTMLElement | null>) => {
  const { run, refusal } = useAsking(useActions()['capture.discard']);
  const discard = async () => {
    const place = placeAfter(card.current);
    if ((await run({ id })) !== null) place?.focus();
  };
  return { discard, refusal };
};

/** @param onStopped with the job that began, if one did */
export const CaptureCard = ({
  capture,
  onStopped,
}: {
  capture: Current;
  onStopped: (jobId: string | null) => void;
}) => {
  const actions = useActions();
  const stopping = useAsking(actions['capture.stop']);
  const pausing = useAsking(actions['capture.pause']);
  const resuming = useAsking(actions['capture.resume']);
  const card = useRef<HTMLElement>(null);
  const discarding = useDiscarding(capture.id, card);
  const { now } = capture;
  const paused = now?.paused === true;
  const busy = stopping.pending || capture.state === 'ending' || now === null;
  const stop = async () => {
    const stopped = await stopping.run({});
    if (stopped !== null) onStopped(stopped.jobId);
  };
  return (
    <section
      ref={card}
      className={classes.card}
      data-testid="capture"
      data-state={capture.state === 'ending' ? 'ending' : paused ? 'paused' : 'recording'}
      aria-label={`Recording: ${capture.title}`}
    >
      <header className={classes.head}>
        <span className={classes.dot} aria-hidden="true" />
        <span role="status" className={classes.doing}>
          {doing(capture)}
        </span>
        <span className={classes.time} role="timer">
          {placeIn(now?.seconds ?? 0)}
        </span>
      </header>
      <div>
        <h2 tabIndex={-1} className={classes.title}>
          {capture.title}
        </h2>
        <p className={classes.what}>{whatOf(capture)}</p>
      </div>
      <ul className={classes.sounds} aria-label="What is recorded">
        {(now?.sounds ?? []).map((sound) => (
          <Sound key={sound.from} sound={sound} paused={paused} />
        ))}
      </ul>
      <div className={classes.actions}>
        <Button weight="main" busy={busy} onClick={() => void stop()}>
          <StopIcon />
          Stop and transcribe
        </Button>
        {paused ? (
          <Button busy={busy} onClick={() => void resuming.run({})}>
            <RecordIcon />
            Resume
          </Button>
        ) : (
          <Button busy={busy} onClick={() => void pausing.run({})}>
            <PauseIcon />
            Pause
          </Button>
        )}
        <ConfirmButton
          name="Discard this recording"
          word="Discard"
          icon={<RemoveIcon />}
          question="Discard this recording?"
          onConfirm={() => void discarding.discard()}
        />
      </div>
      <Refusal refusal={stopping.refusal ?? pausing.refusal ?? resuming.refusal ?? discarding.refusal} />
    </section>
  );
};

export const KeptCard = ({ capture, onStarted }: { capture: Kept; onStarted: (jobId: string | null) => void }) => {
  const actions = useActions();
  const starting = useAsking(actions['capture.transcribe']);
  const { id, forecast } = capture;
  const card = useRef<HTMLElement>(null);
  const discarding = useDiscarding(id, card);
  const start = async (wish: { faster?: boolean } = {}) => {
    const started = await starting.run({ id, ...wish });
    if (started !== null) onStarted(started.jobId);
  };
  const discard = (
    <ConfirmButton
      name={`Discard ${capture.title}`}
      word="Discard"
      icon={forecast === null ? <RemoveIcon /> : undefined}
      question="Discard this recording?"
      onConfirm={() => void discarding.discard()}
    />
  );
  return (
    <section ref={card} className={classes.card} data-testid="kept-capture" aria-label={`Kept: ${capture.title}`}>
      <div>
        <h2 tabIndex={-1} className={classes.title}>
          {capture.title}
        </h2>
        <p className={classes.what}>
          {whatOf(capture)} · about {soundLength(capture.seconds)}
        </p>
      </div>
      {capture.note === '' ? null : <Notice tone="rest">{capture.note}</Notice>}
      {forecast === null ? (
        <div className={classes.actions}>
          <Button weight="main" busy={starting.pending} onClick={() => void start()}>
            Transcribe
          </Button>
          {discard}
        </div>
      ) : (
        <Courses forecast={forecast} busy={starting.pending} onBegin={(faster) => void start({ faster })}>
          {discard}
        </Courses>
      )}
      <Refusal refusal={starting.refusal ?? discarding.refusal} />
    </section>
  );
};
