// The background's side of audio: jobs hear of chunks and of one end, whatever becomes of those who prepare them.
import { describe, expect, it } from 'vitest';
import { createAudioHands, type LineEnds } from '../../entrypoints/background/audio-hands.ts';
import type { Chunk, PreparedChunk } from '../../lib/domain/audio.ts';
import type { PreparationEvent, PreparationOptions } from '../../lib/domain/preparation.ts';
import type { AudioCommand } from '../../lib/messaging/audio.ts';

const options: PreparationOptions = { limits: { most: 600, mostFirst: 60 }, after: null, ahead: 2 };

const chunk = (index: number): Chunk => {
  const [start, end] = [index * 60, index * 60 + 60];
  return { index, start, end, silent: false, overlap: 0, cut: 'pause', voiced: 40, voice: [{ start, end }] };
};
const prepared = (index: number): PreparedChunk => ({
  chunk: chunk(index),
  blobId: `blob${index}`,
  fileName: 'chunk.ogg',
  bytes: 1_000,
  seconds: 60,
});

/** Somebody with hands who does only what the test says. */
const createStage = (opens = true) => {
  const lines: { ends: LineEnds; said: AudioCommand[]; closed: boolean }[] = [];
  const removed: string[] = [];
  let ids = 0;
  const hands = createAudioHands({
    openLine: async (ends) => {
      if (!opens) throw new Error('no document');
      const line = { ends, said: [] as AudioCommand[], closed: false };
      lines.push(line);
      return {
        send: (command) => void line.said.push(command),
        close: () => {
          line.closed = true;
        },
      };
    },
    removeBlob: async (id) => void removed.push(id),
    newId: () => `work${++ids}`,
    sleep: async () => {},
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const line = (at = -1) => {
    const found = lines.at(at);
    if (!found) throw new Error('no line was opened');
    return found;
  };
  const tell = async (event: PreparationEvent, work = `work${ids}`) => {
    line().ends.onEvent({ type: 'preparation', work, event });
    await settle();
  };
  return { hands, lines, line, removed, settle, tell };
};

const end: PreparationEvent = { type: 'end', seconds: 90, note: '' };

describe('preparing', () => {
  it('says what is wanted, passes on what happens, and closes the line with nobody left', async () => {
    const { hands, line, settle, tell } = createStage();
    const heard: PreparationEvent[] = [];
    const done = hands.prepare('blob', options, (event) => void heard.push(event), new AbortController().signal);
    await settle();
    expect(line().said).toEqual([{ type: 'prepare', work: 'work1', blobId: 'blob', options }]);
    await tell({ type: 'opened', seconds: 90 });
    await tell({ type: 'chunk', prepared: prepared(0) });
    expect(line().said.at(-1)).toEqual({ type: 'more', work: 'work1' });
    expect(line().closed).toBe(false);
    await tell(end);
    expect(await done).toEqual({ ok: true, seconds: 90, note: '' });
    await settle();
    expect(heard.map(({ type }) => type)).toEqual(['opened', 'chunk']);
    expect(line().closed).toBe(true);
  });

  it('asks for more only once a chunk was taken', async () => {
    const { hands, line, settle, tell } = createStage();
    const { promise: taken, resolve: take } = Promise.withResolvers<void>();
    void hands.prepare('blob', options, () => taken, new AbortController().signal);
    await settle();
    await tell({ type: 'chunk', prepared: prepared(0) });
    expect(line().said.map(({ type }) => type)).toEqual(['prepare']);
    take();
    await settle();
    expect(line().said.map(({ type }) => type)).toEqual(['prepare', 'more']);
  });

  it('shares one line among all who need it at the same time', async () => {
    const { hands, lines, line, settle, tell } = createStage();
    const signal = new AbortController().signal;
    const one = hands.prepare('one', options, () => {}, signal);
    const other = hands.prepare('other', options, () => {}, signal);
    await settle();
    expect(lines).toHaveLength(1);
    await tell(end, 'work1');
    await one;
    expect(line().closed).toBe(false);
    await tell({ type: 'failed', message: 'Too bad.' }, 'work2');
    expect(await other).toEqual({ ok: false, message: 'Too bad.' });
    await settle();
    expect(line().closed).toBe(true);
  });

  it('begins anew behind the last chunk where those who prepared were lost', async () => {
    const { hands, lines, line, settle, tell } = createStage();
    const done = hands.prepare('blob', options, () => {}, new AbortController().signal);
    await settle();
    await tell({ type: 'chunk', prepared: prepared(0) });
    await tell({ type: 'silent', chunk: { ...chunk(1), silent: true } });
    line().ends.onGone();
    await settle();
    expect(lines).toHaveLength(2);
    expect(line().said).toEqual([
      { type: 'prepare', work: 'work2', blobId: 'blob', options: { ...options, after: { ...chunk(1), silent: true } } },
    ]);
    // Only this one broke down, in a document that stays.
    line().ends.onEvent({ type: 'lost', work: 'work2' });
    await settle();
    await tell(end);
    expect(await done).toMatchObject({ ok: true });
  });

  it('gives up on a recording over which they break down again and again', async () => {
    const { hands, lines, line, settle } = createStage();
    const done = hands.prepare('blob', options, () => {}, new AbortController().signal);
    for (let time = 0; time < 3; time += 1) {
      await settle();
      line().ends.onGone();
    }
    expect(await done).toEqual({ ok: false, message: expect.stringMatching(/several times/) });
    expect(lines).toHaveLength(3);
  });

  it('says so in words where the browser lets nobody work', async () => {
    const { hands } = createStage(false);
    const done = await hands.prepare('blob', options, () => {}, new AbortController().signal);
    expect(done).toEqual({ ok: false, message: expect.stringMatching(/Restart the browser/) });
  });

  it('that is called off ends at once, and what still comes of it is removed', async () => {
    const { hands, line, removed, settle } = createStage();
    const controller = new AbortController();
    const heard: PreparationEvent[] = [];
    const done = hands.prepare('blob', options, (event) => void heard.push(event), controller.signal);
    await settle();
    controller.abort();
    expect(await done).toMatchObject({ ok: false });
    expect(line().said.at(-1)).toEqual({ type: 'cancel', work: 'work1' });
    line().ends.onEvent({ type: 'preparation', work: 'work1', event: { type: 'chunk', prepared: prepared(0) } });
    expect(removed).toEqual(['blob0']);
    expect(heard).toEqual([]);
  });

  it('rejects where whoever listens has a bug, and has the work called off', async () => {
    const { hands, line, settle, tell } = createStage();
    const done = hands.prepare(
      'blob',
      options,
      async () => {
        throw new Error('a bug');
      },
      new AbortController().signal,
    );
    const rejected = expect(done).rejects.toThrow('a bug');
    await settle();
    await tell({ type: 'chunk', prepared: prepared(0) });
    await rejected;
    expect(line().said.at(-1)).toEqual({ type: 'cancel', work: 'work1' });
  });
});
