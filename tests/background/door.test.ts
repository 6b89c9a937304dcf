// What pages hear while the background is being built, where that fails, and once it succeeds after all.
import { describe, expect, it } from 'vitest';
import { type Built, createDoor } from '../../entrypoints/background/door.ts';
import { createHandlers } from '../../entrypoints/background/handlers.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import { refusalSchema, troubleSchema } from '../../lib/messaging/protocol.ts';
import { fakePort, openDesk } from './fakes.ts';

const cancel = { name: 'job.cancel', payload: { id: '1' } };
const done = { ok: true, value: {} };
const named = (name: string) => Object.assign(new Error('it quotes gsk_secret'), { name });

const open = async (...failures: unknown[]) => {
  const desk = await openDesk(emptySettings);
  const connected: unknown[] = [];
  const pressed: (number | null)[] = [];
  let builds = 0;
  let resumed = 0;
  let allowed = 0;
  let tidied = 0;
  const built: Built = {
    handlers: createHandlers(desk),
    pages: { connect: (port) => void connected.push(port) },
    jobs: {
      resume: async () => {
        resumed += 1;
      },
    },
    allowed: async () => {
      allowed += 1;
    },
    tidy: async () => {
      tidied += 1;
    },
    dictation: { press: async (tabId) => void pressed.push(tabId) },
  };
  const door = createDoor(async () => {
    builds += 1;
    if (failures.length > 0) throw failures.shift();
    return built;
  });
  const counts = { builds: () => builds, resumed: () => resumed, allowed: () => allowed, tidied: () => tidied };
  return { ...desk, door, connected, pressed, ...counts };
};

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('where building succeeds', () => {
  it('it is done once, for messages, pages and alarms together', async () => {
    const { door, builds, connected, resumed } = await open();
    const { port, said } = fakePort();
    door.connect(port);
    await Promise.all([door.answer(cancel), door.answer(cancel), door.wake()]);
    expect([builds(), resumed()]).toEqual([1, 1]);
    expect(connected).toEqual([port]);
    expect(said).toEqual([]);
  });

  it('a page that left meanwhile is not connected', async () => {
    const { door, connected } = await open();
    const { port, close } = fakePort();
    door.connect(port);
    close();
    await door.answer(cancel);
    expect(connected).toEqual([]);
  });
});

describe('where building fails', () => {
  it('the message gets a refusal in words, and the next one has it built anew', async () => {
    const { door, calls } = await open(named('InvalidStateError'));
    const reply = await door.answer(cancel);
    expect(refusalSchema.parse(reply).message).toBe(
      'Rondo could not open its storage: the browser did not let it (InvalidStateError). Restart the browser, then open Rondo again.',
    );
    expect(calls).toEqual([]);
    expect(await door.answer(cancel)).toEqual(done);
    expect(calls).toEqual([['cancel', '1']]);
  });

  it('all who wait for the same try are answered', async () => {
    const { door, builds } = await open(named('AbortError'));
    const replies = await Promise.all([door.answer(cancel), door.answer(cancel)]);
    expect(replies).toMatchObject([{ ok: false }, { ok: false }]);
    expect(builds()).toBe(1);
  });

  it('the words name the cause where it is known, and never what the error says', async () => {
    for (const [error, words] of [
      [named('QuotaExceededError'), /no room left\. Free some disk space/],
      [named('VersionError'), /a newer version of Rondo has written in it\. Update Rondo/],
      [named('toString'), /did not let it \(toString\)\. Restart/],
      ['gsk_secret', /did not let it \(unknown\)\. Restart/],
      [undefined, /did not let it \(unknown\)\. Restart/],
    ] as const) {
      const { door } = await open(error);
      const { message } = refusalSchema.parse(await door.answer(cancel));
      expect(message).toMatch(words);
      expect(message).not.toContain('gsk_secret');
    }
  });

  it('a connected page is told, and has its view as soon as a later try succeeds', async () => {
    const { door, connected } = await open(named('UnknownError'));
    const { port, said } = fakePort();
    door.connect(port);
    await settled();
    expect(said).toEqual([{ type: 'trouble', message: expect.stringContaining('(UnknownError)') }]);
    expect(troubleSchema.safeParse(said[0]).success).toBe(true);
    expect(connected).toEqual([]);
    expect(await door.answer(cancel)).toEqual(done);
    expect(connected).toEqual([port]);
    await door.answer(cancel);
    expect(connected).toEqual([port]);
  });

  it('a page that left is told nothing, and each new page has it tried again', async () => {
    const { door, builds, connected } = await open(named('UnknownError'));
    const gone = fakePort();
    door.connect(gone.port);
    gone.close();
    await settled();
    expect(gone.said).toEqual([]);
    const next = fakePort();
    door.connect(next.port);
    await settled();
    expect(builds()).toBe(2);
    expect(connected).toEqual([next.port]);
  });

  it('a permission that changes is looked at by the next building, and by what is built already', async () => {
    const { door, builds, allowed } = await open(named('UnknownError'));
    await door.allowed();
    expect([builds(), allowed()]).toEqual([1, 0]);
    await door.allowed();
    expect([builds(), allowed()]).toEqual([2, 1]);
    await door.allowed();
    expect([builds(), allowed()]).toEqual([2, 2]);
  });

  it('an alarm fails in silence and tries again when it rings next', async () => {
    const { door, resumed } = await open(named('UnknownError'));
    await door.wake();
    expect(resumed()).toBe(0);
    await door.wake();
    expect(resumed()).toBe(1);
  });

  it('what is kept no longer is looked at when that alarm rings next', async () => {
    const { door, tidied } = await open(named('UnknownError'));
    await door.tidy();
    expect(tidied()).toBe(0);
    await door.tidy();
    expect(tidied()).toBe(1);
  });
});

it('the shortcut is pressed as soon as the background is built, and where that fails nothing happens', async () => {
  const { door, pressed } = await open(named('UnknownError'));
  await door.dictate(7);
  expect(pressed).toEqual([]);
  await door.dictate(7);
  await door.dictate(null);
  expect(pressed).toEqual([7, null]);
});
