// Shows components as a page would, with actions that only write down what was asked and answer as the test says.
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { Microphone } from '../../components/microphone/microphone.tsx';
import { Options } from '../../components/options/options.tsx';
import { type Clock, PageProvider } from '../../components/page.tsx';
import { Popup } from '../../components/popup/popup.tsx';
import { Reading } from '../../components/reading/reading.tsx';
import type { View } from '../../lib/messaging/protocol.ts';
import type { Actions } from '../../lib/view/actions.ts';
import { at, poolsOf } from './sample.ts';

export type Asked = { name: keyof Actions; payload: unknown };

const done = async () => ({ ok: true, value: {} }) as const;
/** What the background says to whatever is asked. */
export const refused = async () => ({ ok: false, message: 'Rondo was just restarting.', fix: 'none' }) as const;
const started = async () => ({ ok: true, value: { jobId: 'started' } }) as const;
const checked: Actions['key.check'] = async () => ({
  ok: true,
  value: { ok: true, cause: 'accepted', message: 'Accepted.', models: [], ms: 243 },
});

const shortForecast = { seconds: 60, short: true, usual: null, faster: null, left: [] };

const answers: Actions = {
  'keys.add': async () => ({ ok: true, value: { lines: [] } }),
  'key.change': done,
  'key.remove': done,
  'key.check': checked,
  'provider.change': async () => ({ ok: true, value: { baseUrl: 'http://127.0.0.1:9/v1', note: '' } }),
  'endpoint.add': async () => ({ ok: true, value: { id: 'endpoint-1', note: '' } }),
  'endpoint.change': async () => ({ ok: true, value: { note: '' } }),
  'endpoint.models': async () => ({ ok: true, value: { models: [], baseUrl: 'http://127.0.0.1:9/v1', note: '' } }),
  'endpoints.paste': async () => ({ ok: true, value: { added: [], problems: [] } }),
  'presets.read': async () => ({ ok: true, value: { presets: [] } }),
  'servers.find': async () => ({ ok: true, value: { servers: [], asked: [] } }),
  'endpoint.remove': done,
  'endpoint.check': checked,
  'spend.change': done,
  'otherTry.change': done,
  'hedge.change': done,
  'transcription.change': done,
  'pool.change': done,
  'pools.read': async () => ({ ok: true, value: { pools: poolsOf() } }),
  'models.read': async () => ({ ok: true, value: { models: [] } }),
  'limits.read': async () => ({ ok: true, value: { limits: [] } }),
  'catalog.refresh': async () => ({ ok: true, value: { models: 7 } }),
  'catalog.stop': done,
  summarize: started,
  transcribe: started,
  'capture.start': async () => ({ ok: true, value: { asks: false } }),
  'capture.pause': done,
  'capture.resume': done,
  'capture.stop': started,
  'capture.discard': done,
  'capture.transcribe': started,
  'media.find': async () => ({ ok: true, value: { media: [] } }),
  'media.take': async () => ({ ok: true, value: { id: 'download' } }),
  'media.drop': done,
  'job.cancel': done,
  'job.retry': done,
  'job.remove': done,
  'transcription.estimate': async () => ({ ok: true, value: { forecast: shortForecast } }),
  'transcript.read': async () => ({ ok: true, value: { entry: null } }),
  'transcript.rename': done,
  'transcript.write': async () => ({
    ok: true,
    value: { file: { text: '', fileName: 'talk.txt', mime: 'text/plain' } },
  }),
  'transcript.summarize': started,
  'recording.remove': done,
  'transcripts.list': async () => ({ ok: true, value: { heads: [] } }),
  'transcripts.search': async () => ({ ok: true, value: { heads: [] } }),
  'history.empty': done,
  askForOrigin: async () => ({ ok: true }),
  askForOrigins: async () => ({ ok: true }),
  transcribeFile: started,
  recordTab: async () => ({ ok: true, value: { asks: false } }),
  openSettings: () => {},
  openTab: () => {},
  readShortcut: async () => 'Alt+Shift+D',
  changeShortcut: () => {},
  openReading: () => {},
  openRecording: async () => null,
  save: () => {},
  forgetFile: async () => {},
  copy: async () => true,
};

const recorder = (part: Partial<Actions>) => {
  const asked: Asked[] = [];
  // What a page reads for itself changes nothing, and is noted apart.
  const reads: Asked[] = [];
  const actions = new Proxy<Actions>(
    { ...answers, ...part },
    {
      get: (target, name: keyof Actions) => (payload: never) => {
        (name.endsWith('.read') || name === 'media.find' || name === 'readShortcut' ? reads : asked).push({
          name,
          payload,
        });
        return target[name](payload);
      },
    },
  );
  return { actions, asked, reads };
};

const stage = (page: ReactNode, part: Partial<Actions>, now: Clock = () => at) => {
  const { actions, asked, reads } = recorder(part);
  const wrap = (content: ReactNode) => (
    <PageProvider actions={actions} now={now}>
      {content}
    </PageProvider>
  );
  const shown = render(wrap(page));
  return {
    ...shown,
    asked,
    reads,
    user: userEvent.setup(),
    change: (content: ReactNode) => shown.rerender(wrap(content)),
  };
};

export const showPopup = (view: View | null, part: Partial<Actions> = {}, inTab = false, choosesHere = true) => {
  const popup = (shows: View | null) => <Popup {...{ view: shows, inTab, choosesHere }} />;
  const shown = stage(popup(view), part);
  return { ...shown, push: (next: View) => shown.change(popup(next)) };
};

export const showOptions = (view: View | null, part: Partial<Actions> = {}, now?: Clock) => {
  const shown = stage(<Options view={view} version="0.1.0" />, part, now);
  return { ...shown, push: (next: View) => shown.change(<Options view={next} version="0.1.0" />) };
};

export const showReading = (view: View, openId: string | null, part: Partial<Actions> = {}) => {
  const shown = stage(<Reading view={view} openId={openId} />, part);
  const turn = (id: string | null) => shown.change(<Reading view={view} openId={id} />);
  return { ...shown, turn, push: (next: View) => shown.change(<Reading view={next} openId={openId} />) };
};

type MicrophonePart = { tab?: number | null; purpose?: 'dictation'; fresh?: boolean; record?: () => void };

/** The page that asks for the microphone, in a browser that says what the test has it say. */
export const showMicrophone = (view: View | null, part: MicrophonePart = {}) => {
  let questions = 0;
  let closed = 0;
  let tell: (state: PermissionState) => void = () => {};
  const ask = async () => {
    questions += 1;
    return { ok: true as const };
  };
  const watch = (onState: typeof tell) => {
    tell = onState;
    onState('prompt');
    return () => {};
  };
  const close = () => {
    closed += 1;
  };
  const page = (shown: View | null) => (
    <Microphone
      view={shown}
      tab={null}
      purpose="transcript"
      fresh
      record={null}
      {...part}
      ask={ask}
      watch={watch}
      close={close}
    />
  );
  const shown = stage(page(view), {});
  return {
    ...shown,
    push: (next: View) => shown.change(page(next)),
    allow: (state: PermissionState) => act(async () => tell(state)),
    questions: () => questions,
    closed: () => closed,
  };
};
