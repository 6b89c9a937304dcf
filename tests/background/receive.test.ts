// What comes in: from whom, in which shape, and what goes out when something inside breaks.
import { describe, expect, it } from 'vitest';
import { createHandlers, type Handlers } from '../../entrypoints/background/handlers.ts';
import { isOwnPage, receive } from '../../entrypoints/background/receive.ts';
import { protocol } from '../../lib/messaging/protocol.ts';
import { key, settingsWith } from '../routing/sample.ts';
import { openDesk } from './fakes.ts';

const open = async (change: Partial<Handlers> = {}) => {
  const desk = await openDesk(settingsWith([key('a', 'groq')]), { a: 'secret of a' });
  const handlers = { ...createHandlers(desk), ...change };
  return { ...desk, tell: (message: unknown) => receive(message, handlers) };
};

describe('a sender', () => {
  const own = { id: 'rondo', url: 'chrome-extension://rondo/' };

  it('is heard where it is one of our own pages', () => {
    for (const page of ['popup.html?tab', 'options.html#spending'])
      expect(isOwnPage({ id: 'rondo', url: own.url + page }, own)).toBe(true);
  });

  it('is not heard from a web page, from another extension, or without an address', () => {
    for (const sender of [
      { id: 'rondo', url: 'https://example.test/chrome-extension://rondo/' },
      { id: 'rondo', url: 'chrome-extension://rondo.example.test/' },
      { id: 'other', url: 'chrome-extension://rondo/popup.html' },
      { id: 'rondo' },
      { url: 'chrome-extension://rondo/popup.html' },
      undefined,
    ])
      expect(isOwnPage(sender, own), JSON.stringify(sender)).toBe(false);
  });
});

describe('a message', () => {
  it('reaches its handler, without what its schema does not name', async () => {
    const heard: unknown[] = [];
    const { tell } = await open({
      'key.remove': async (ask) => {
        heard.push(ask);
        return { ok: true, value: {} };
      },
    });
    expect(await tell({ name: 'key.remove', payload: { id: 'a', more: 1 } })).toEqual({ ok: true, value: {} });
    expect(heard).toEqual([{ id: 'a' }]);
  });

  it('of an unknown name gets a refusal, also where every object has something of that name', async () => {
    const { tell } = await open();
    for (const message of [
      { name: 'vault.read', payload: {} },
      ...['toString', 'constructor', '__proto__', ''].map((name) => ({ name, payload: {} })),
      { payload: {} },
      { name: 7, payload: {} },
      'summarize',
      null,
      undefined,
      [],
    ])
      expect(await tell(message), JSON.stringify(message)).toEqual({
        ok: false,
        message: 'Rondo does not know this message.',
        fix: 'none',
      });
  });

  it('of a known name in the wrong shape gets a refusal, and nothing is done', async () => {
    const { tell, calls, store } = await open();
    const wrong: [string, unknown][] = [
      ['key.remove', {}],
      ['key.remove', { id: 7 }],
      ['key.change', { id: 'a', plan: 'golden' }],
      ['spend.change', { perRequestUsd: -1 }],
      ['pool.change', { task: 'cooking' }],
      ['summarize', undefined],
      ...Object.keys(protocol).map((name): [string, unknown] => [name, 'not an object']),
    ];
    for (const [name, payload] of wrong)
      expect(await tell({ name, payload }), name).toEqual({
        ok: false,
        message: 'Rondo did not understand this message.',
        fix: 'none',
      });
    expect(calls).toEqual([]);
    expect(store.writes).toEqual([]);
  });
});

describe('a handler that throws', () => {
  it('leaks nothing of what it was handed or of what it says, at once or later', async () => {
    for (const fail of [
      () => Promise.reject(new Error('could not send gsk_secret')),
      () => {
        throw new Error('could not send gsk_secret');
      },
    ]) {
      const { tell } = await open({ 'keys.add': fail });
      const reply = await tell({ name: 'keys.add', payload: { owner: null, lines: 'gsk_secret' } });
      expect(reply).toEqual({
        ok: false,
        message: 'Something went wrong inside Rondo. Please try again.',
        fix: 'none',
      });
    }
  });
});
