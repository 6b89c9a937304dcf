// The page in a tab that asks for the microphone: why, at a press, and what to do where the answer was no. Once it is
// allowed the recording begins and this page goes, but for a browser in which it is the one that records.
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Purpose } from '../../lib/domain/capture.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { CaptureCard } from '../capture-card.tsx';
import { MicrophoneIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './microphone.module.css';

type MicrophoneProps = {
  view: View | null;
  /** The tab whose sound is recorded too. */
  tab: number | null;
  purpose: Purpose;
  /** It was opened just now, at a press on a button or a shortcut. */
  fresh: boolean;
  /** Makes this page the one that records; null: somebody else does. */
  record: (() => void) | null;
  ask: () => Promise<{ ok: true } | { ok: false; cause: string; message: string }>;
  watch: (onState: (state: PermissionState) => void) => () => void;
  close: () => void;
};

export const Microphone = (props: MicrophoneProps) => {
  const { view } = props;
  return (
    <main className={classes.page}>
      <Mark size={40} turning={view?.captures.current?.now?.paused === false} />
      {view === null ? null : <Loaded {...props} view={view} />}
    </main>
  );
};

const Loaded = (props: MicrophoneProps & { view: View }) => {
  const { view, record } = props;
  const [began, setBegan] = useState(false);
  const { current } = view.captures;
  const { close, purpose } = props;
  const [recorded, setRecorded] = useState(false);
  const records = began && current !== null;
  useEffect(() => {
    if (records) setRecorded(true);
  }, [records]);
  const isOver = record !== null && recorded && current === null;
  const goes = isOver && purpose === 'dictation';
  useEffect(() => {
    if (goes) close();
  }, [goes, close]);
  if (record && current !== null)
    return (
      <Words title="Rondo is recording">
        <p>
          {current.purpose === 'dictation'
            ? 'Go back to where you want to write, and press the shortcut again when you have said it. '
            : 'You can work in other tabs meanwhile. '}
          Keep this tab open: your browser lets nobody else record.
        </p>
        <div className={classes.card}>
          <CaptureCard capture={current} onStopped={() => {}} />
        </div>
      </Words>
    );
  if (isOver)
    return (
      <Words title="The recording has ended">
        <p>
          {purpose === 'dictation'
            ? 'The text goes where the cursor is. You can close this tab.'
            : 'You can close this tab. Rondo’s window shows how it goes on.'}
        </p>
        <Button onClick={close}>Close this tab</Button>
      </Words>
    );
  return <Question {...props} onBegan={() => setBegan(true)} />;
};

const Words = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <h1 tabIndex={-1} className={classes.title}>
      {title}
    </h1>
    {children}
  </>
);

/** Begins the recording, at most once with success. */
const useBeginning = ({ tab, purpose, record, close }: MicrophoneProps, onBegan: () => void) => {
  const actions = useActions();
  const starting = useAsking(actions['capture.start']);
  const going = useRef(false);
  const begin = async () => {
    if (going.current) return;
    going.current = true;
    record?.();
    const started = await starting.run({ microphone: true, tab, asked: true, purpose });
    if (started === null) {
      going.current = false;
      return;
    }
    onBegan();
    if (!record) close();
  };
  return { begin, starting };
};

const Question = (props: MicrophoneProps & { onBegan: () => void }) => {
  const { purpose, fresh, record, ask, watch, close, onBegan } = props;
  const { begin, starting } = useBeginning(props, onBegan);
  const [state, setState] = useState<PermissionState | null>(null);
  const [trouble, setTrouble] = useState('');
  // Nothing is recorded that nobody pressed for.
  const [wanted, setWanted] = useState(fresh);
  // What is dictated goes where the cursor is, and that is not here: whoever can record without this page is told there.
  const begins = purpose === 'transcript' || record !== null;

  const hear = useEffectEvent((next: PermissionState) => {
    setState(next);
    if (next === 'granted' && begins && wanted) void begin();
  });
  useEffect(() => watch((next) => hear(next)), [watch]);

  const press = async () => {
    setTrouble('');
    setWanted(true);
    // Who records here is asked by the browser when that begins.
    if (record) return begin();
    const answer = await ask();
    if (answer.ok && begins) await begin();
    if (!answer.ok && answer.cause !== 'denied') setTrouble(answer.message);
  };
  if (state === null) return null;
  if (state === 'granted' && !begins)
    return (
      <Words title="Rondo may use the microphone now">
        <p role="status">Go back to where you want to write and press the shortcut again.</p>
        <Button onClick={close}>Close this tab</Button>
      </Words>
    );
  return (
    <Words title="May Rondo use your microphone?">
      <Reasons once={record === null && state !== 'denied'} />
      {state === 'denied' ? (
        <Denied then={begins ? (wanted ? 'records' : 'button') : 'shortcut'} />
      ) : (
        <Button weight="main" busy={starting.pending} onClick={() => void press()}>
          <MicrophoneIcon size={18} />
          {state === 'granted' ? 'Start recording' : 'Allow the microphone'}
        </Button>
      )}
      <div className={classes.notice} role="alert">
        {trouble === '' ? null : <Notice tone="bad">{trouble}</Notice>}
      </div>
      <div className={classes.notice}>
        <Refusal refusal={starting.refusal} />
      </div>
    </Words>
  );
};

/** `once`: with the last tab of its own the extension loses what it was allowed for one time. */
const Reasons = ({ once }: { once: boolean }) => (
  <>
    <p>
      Your browser asks for it only in a tab like this one. Rondo listens from when you press a button until you stop
      it, and what it records stays on this computer until you have it transcribed.
    </p>
    {once ? (
      <p>If your browser offers it, choose to allow it on every visit: “this time” ends when this tab closes.</p>
    ) : null}
  </>
);

const nextWords = {
  records: 'and the recording begins.',
  button: 'and press the button that appears here.',
  shortcut: 'and press the shortcut again where you want to write.',
};

const Denied = ({ then }: { then: keyof typeof nextWords }) => (
  <div role="alert" className={classes.notice}>
    <Notice tone="bad">
      The browser does not let Rondo use the microphone. Press the sign at the left end of the address bar of this tab,
      set <strong>Microphone</strong> to <strong>Allow</strong>, {nextWords[then]}
    </Notice>
  </div>
);
