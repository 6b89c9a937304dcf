// Dictation from press to press: what is recorded, where the text goes, and what the user hears where it cannot.
import { describe, expect, it } from 'vitest';
import type { CaptureWish } from '../../entrypoints/background/captures.ts';
import { createDictation, type DictationPorts } from '../../entrypoints/background/dictation.ts';
import type { Capture, Captures, Purpose } from '../../lib/domain/capture.ts';
import { noProgress, type TranscriptionJob } from '../../lib/domain/job.ts';
import type { Written } from '../../lib/page/writer.ts';
import { transcriptionJob } from '../components/sample.ts';

type Given = {
  current?: Purpose | null;
  started?: Awaited<ReturnType<DictationPorts['captures']['start']>>;
  stopped?: Awaited<ReturnType<DictationPorts['captures']['stop']>>;
  written?: Written;
  copies?: boolean;
  /** What nobody took is kept. */
  keeps?: boolean;
  job?: Partial<TranscriptionJob>;
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

const capture: Capture = {
  ...{ id: 'c', startedAt: 0, title: 'Recording, now', purpose: 'dictation', sources: ['microphone'] },
  ...{ state: 'open', note: '' },
};
const withGaps: TranscriptionJob['progress'] = { ...noProgress, gaps: [{ start: 1, end: 2, why: 'Nobody took it.' }] };

const open = (
  { current = null, written = 'whole', copies = true, job = {}, ...given }: Given = {},
  keepAwake: DictationPorts['keepAwake'] = (work) => work,
) => {
  const calls: unknown[][] = [];
  const clock = { now: 1_000 };
  const state = { current: current as Purpose | null, job: transcriptionJob({ id: 'job', ...job }) };
  const view = (): Captures => ({
    current:
      state.current === null
        ? null
        : {
            ...{ ...capture, purpose: state.current, now: null },
          },
    kept: given.keeps ? [{ ...capture, state: 'kept', note: 'Why.', seconds: 3, forecast: null }] : [],
    canTab: true,
  });
  const dictation = createDictation({
    captures: {
      view,
      start: async (wish: CaptureWish) => {
        calls.push(['start', wish]);
        return given.started ?? { ok: true, asks: false };
      },
      stop: async () => {
        calls.push(['stop']);
        state.current = null;
        return given.stopped ?? { ok: true, jobId: 'job' };
      },
    },
    jobs: { all: async () => [state.job] },
    tab: {
      write: async (tabId, text) => {
        calls.push(['write', tabId, text]);
        return written;
      },
      copy: async (tabId, text) => {
        calls.push(['copy', tabId, text]);
        return copies;
      },
      say: async (tabId, text) => void calls.push(['say', tabId, text]),
    },
    recovered: Promise.resolve(),
    openPopup: async () => void calls.push(['popup']),
    keepAwake,
    now: () => clock.now,
  });
  const press = async (tabId: number | null = 7) => {
    await dictation.press(tabId);
    await settled();
  };
  return { ...dictation, press, calls, state, clock };
};

const said = (calls: unknown[][]) => calls.filter(([what]) => what === 'say').map(([, , text]) => text);

describe('the first press', () => {
  it('records the microphone, and says how it ends', async () => {
    const { press, calls } = open();
    await press();
    expect(calls).toEqual([
      ['start', { microphone: true, tab: null, purpose: 'dictation' }],
      ['say', 7, expect.stringMatching(/is listening/)],
    ]);
  });

  it('says nothing where the page that asks for the microphone is in front', async () => {
    const { press, calls } = open({ started: { ok: true, asks: true } });
    await press();
    expect(said(calls)).toEqual([]);
  });

  it('says why where it is refused', async () => {
    const { press, calls } = open({ started: { ok: false, message: 'Denied.', fix: 'none' } });
    await press();
    expect(said(calls)).toEqual(['Denied.']);
  });

  it('touches no recording of another kind', async () => {
    const { press, calls } = open({ current: 'transcript' });
    await press();
    expect(calls).toEqual([['say', 7, expect.stringMatching(/recording something else/)]]);
  });
});

describe('the second press', () => {
  it('ends it and writes what was said as one paragraph at the cursor', async () => {
    const { press, calls } = open({ current: 'dictation', job: { text: ' Hello there.\n\nGoodbye. ' } });
    await press();
    expect(calls).toEqual([
      ['say', 7, expect.stringMatching(/writes it down/)],
      ['stop'],
      ['write', 7, 'Hello there. Goodbye.'],
      ['say', 7, ''],
    ]);
  });

  it('waits for the text, and lets the next dictation begin meanwhile', async () => {
    const { press, calls, state, hear } = open({ current: 'dictation', job: { state: 'running' } });
    await press();
    await press();
    expect(calls.map(([what]) => what)).toEqual(['say', 'stop', 'start', 'say']);
    hear(transcriptionJob({ id: 'other', text: 'Not this.' }));
    hear({ ...state.job, state: 'running', text: 'Hal' });
    await settled();
    expect(calls.some(([what]) => what === 'write')).toBe(false);
    hear({ ...state.job, state: 'done', text: 'Hallo.' });
    await settled();
    expect(calls.at(-2)).toEqual(['write', 7, 'Hallo.']);
  });

  it('counts once, however fast it is pressed', async () => {
    const { press, calls } = open({ current: 'dictation', job: { text: 'Hello.' } });
    await Promise.all([press(), press()]);
    expect(calls.filter(([what]) => what === 'stop' || what === 'start')).toEqual([['stop']]);
  });
});

describe('a text without a place', () => {
  const text = 'Hello.';

  it('goes on the clipboard, and that is said', async () => {
    const { press, calls } = open({ current: 'dictation', written: 'none', job: { text } });
    await press();
    expect(calls.slice(2)).toEqual([
      ['write', 7, text],
      ['copy', 7, text],
      ['say', 7, expect.stringMatching(/No field had the cursor.*clipboard/)],
    ]);
  });

  it('of which a field took a part goes on the clipboard as a whole', async () => {
    const { press, calls } = open({ current: 'dictation', written: 'part', job: { text } });
    await press();
    expect(said(calls).at(-1)).toMatch(/took only a part of it\. All of it is on the clipboard/);
  });

  it('is shown in Rondo’s window where there is no clipboard either', async () => {
    const { press, calls } = open({ current: 'dictation', written: 'none', copies: false, job: { text } });
    await press();
    expect(calls.at(-1)).toEqual(['popup']);
    expect(said(calls).at(-1)).toMatch(/Rondo’s window/);
  });

  it('is shown there too where no tab is in front', async () => {
    const { press, calls } = open({ current: 'dictation', job: { text } });
    await press(null);
    expect(calls).toEqual([['stop'], ['popup']]);
  });

  it('is not written where the cursor happens to be a minute later', async () => {
    const { press, calls, state, hear, clock } = open({ current: 'dictation', job: { state: 'running' } });
    await press();
    clock.now += 60_001;
    hear({ ...state.job, state: 'done', text });
    await settled();
    expect(calls.map(([what]) => what)).toEqual(['say', 'stop', 'say', 'popup']);
  });
});

describe('where there is no text', () => {
  it('because somebody removed or cancelled the job, nothing is said, and nobody waits for it any more', async () => {
    let awake = 0;
    const desk = open({ current: 'dictation', job: { state: 'running' } }, (work) => {
      awake += 1;
      return work.finally(() => {
        awake -= 1;
      });
    });
    await desk.press();
    expect(awake).toBe(1);
    desk.gone('job');
    await settled();
    expect(awake).toBe(0);
    const other = open({ current: 'dictation', job: { state: 'cancelled', note: 'Cancelled.' } });
    await other.press();
    for (const { calls } of [desk, other]) expect(calls.map(([what]) => what)).toEqual(['say', 'stop']);
  });

  it.each([
    ['nobody can write it down now', { job: { state: 'waiting' } }, /Rondo goes on by itself/],
    [
      'it failed',
      { job: { state: 'failed', note: 'Groq said: “No.”' } },
      /^It could not .* Rondo’s window says why\.$/,
    ],
    ['parts are missing', { job: { text: 'Half.', progress: withGaps } }, /Parts of it could not be written down/],
    ['nothing was said', { job: { text: '' } }, /Nothing was said/],
    [
      'nothing was recorded',
      { stopped: { ok: false, message: 'Nothing was recorded.', fix: 'none' } },
      /^Nothing was said/,
    ],
    [
      'no job could begin with it',
      { stopped: { ok: false, message: 'Groq said: “No.”', fix: 'none' }, keeps: true },
      /^It could not .* Rondo’s window says why\.$/,
    ],
  ] as [string, Given, RegExp][])('because %s, that is said', async (_why, given, sentence) => {
    const { press, calls } = open({ current: 'dictation', ...given });
    await press();
    expect(said(calls).at(-1)).toMatch(sentence);
    expect(calls.some(([what]) => what === 'write')).toBe(false);
  });
});
