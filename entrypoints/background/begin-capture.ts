// How a capture begins: who may record is found out, it is written down before its first sound, and whoever records is told.
// Where the microphone has to be asked for first, the page that does so is opened instead.
import type { Capture, Purpose } from '../../lib/domain/capture.ts';
import type { RefusalReply } from '../../lib/messaging/protocol.ts';
import { forget } from './capture-fate.ts';
import { already, denied, endedFirst, nameAt, nobody, noTab, noTabs } from './capture-sentences.ts';
import type { CapturePorts, Current, Standing } from './captures-standing.ts';
import { close, open } from './current-capture.ts';
import { refuse } from './replies.ts';

export type CaptureWish = {
  microphone: boolean;
  /** The tab whose sound is recorded; null: none. */
  tab: 'front' | number | null;
  /** Who takes what was recorded. Default: a transcript. */
  purpose?: Purpose;
  /** The user was asked for the microphone just now, so that no page is opened for it again. */
  asked?: boolean;
};
/** `asks`: the page that asks for the microphone was opened instead. */
export type Started = { ok: true; asks: boolean } | RefusalReply;

type Tab = NonNullable<Awaited<ReturnType<CapturePorts['tabOf']>>>;

const speaksWithin = 10_000;

const freshCapture = (ports: CapturePorts, { microphone, purpose = 'transcript' }: CaptureWish, tab: Tab | null) => {
  const at = ports.now();
  const capture: Capture = {
    ...{ id: ports.newId(), startedAt: at, title: tab?.title || nameAt(at), purpose, state: 'open', note: '' },
    sources: [...(tab ? (['tab'] as const) : []), ...(microphone ? (['microphone'] as const) : [])],
  };
  return capture;
};

/** Tells whoever records, and lets them go where that comes to nothing. */
const openWith = async (
  standing: Standing,
  wish: CaptureWish,
  tab: Tab | null,
  release: () => void,
): Promise<Current | RefusalReply> => {
  const { ports } = standing;
  let opened: Current | null = null;
  try {
    if (!(await ports.line.arrival(speaksWithin))) return refuse(nobody);
    const sound = tab && ports.tabSound ? await ports.tabSound(tab.id) : null;
    if (sound && !sound.ok) return refuse(sound.message);
    const capture = freshCapture(ports, wish, tab);
    // Before the first sound: what is recorded has to be somebody's.
    await ports.rows.save(capture);
    opened = open(standing, capture, release);
    const { id } = capture;
    const streamId = sound?.streamId ?? null;
    const hears = ports.line.send({ type: 'start', id, microphone: wish.microphone, streamId });
    if (!hears) opened.begun.resolve('gone');
    return opened;
  } finally {
    if (!opened) release();
  }
};

/** Waits for what whoever records says of it. */
const outcomeOf = async (standing: Standing, opened: Current, askFirst: () => Promise<Started>): Promise<Started> => {
  const beginning = await opened.begun.promise;
  if (beginning === 'records') return { ok: true, asks: false };
  if (beginning === 'over') return refuse(endedFirst);
  await close(standing, opened, () => forget(standing, opened.capture.id));
  if (beginning === 'gone') return refuse(nobody);
  return beginning.cause === 'failed' ? refuse(beginning.message) : askFirst();
};

const begin = async (standing: Standing, wish: CaptureWish): Promise<Started> => {
  const { ports } = standing;
  const { asked = false, purpose = 'transcript' } = wish;
  const tab = wish.tab === null ? null : await ports.tabOf(wish.tab);
  if (wish.tab !== null && !tab) return refuse(noTab);
  if (tab && !ports.tabSound) return refuse(noTabs);
  const askFirst = async (): Promise<Started> => {
    if (asked) return refuse(denied);
    await ports.openMicrophonePage(tab?.id ?? null, purpose);
    return { ok: true, asks: true };
  };
  const release = await ports.hold(asked).catch(() => 'nobody' as const);
  if (release === 'nobody') return refuse(nobody);
  if (!release) return askFirst();
  const opened = await openWith(standing, wish, tab, release);
  return 'ok' in opened ? opened : outcomeOf(standing, opened, askFirst);
};

/** One at a time. */
export const start = async (standing: Standing, wish: CaptureWish): Promise<Started> => {
  if (standing.current || standing.starting || standing.finding) return refuse(already);
  standing.starting = true;
  try {
    return await begin(standing, wish);
  } finally {
    standing.starting = false;
  }
};
