// A check with what only the browser knows: permissions, and the command for the computer that it runs on.
import { describe, expect, it } from 'vitest';
import { type CheckPorts, createCheck } from '../../entrypoints/background/checks.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { CheckCause } from '../../lib/domain/status.ts';
import { endpoint, key, settingsWith } from '../routing/sample.ts';
import { check } from './fakes.ts';

const settings: Settings = {
  ...settingsWith(
    [key('a', 'groq'), key('b', 'openai'), key('c', 'e'), key('d', 'nobody')],
    [endpoint('e', { baseUrl: 'http://localhost:11434/v1' }), endpoint('s', { preset: 'speaches' })],
  ),
  providers: { openai: { on: true, transcribe: true, baseUrl: 'https://proxy.test/v1' } },
};

const open = (cause: CheckCause, change: Partial<CheckPorts> = {}) => {
  const listened: string[] = [];
  const asked: string[] = [];
  const run = createCheck({
    check: async () => check(cause),
    settings: () => settings,
    errors: {
      during: (baseUrl, work) => {
        listened.push(baseUrl);
        return work();
      },
    },
    isAllowed: async (baseUrl) => {
      asked.push(baseUrl);
      return true;
    },
    system: async () => 'linux',
    origin: 'chrome-extension://abc',
    ...change,
  });
  return { run, listened, asked };
};

describe('a check', () => {
  it.each([
    [{ key: 'a' }, 'https://api.groq.com/openai/v1'],
    [{ key: 'b' }, 'https://proxy.test/v1'],
    [{ key: 'c' }, 'http://localhost:11434/v1'],
    [{ endpoint: 'e' }, 'http://localhost:11434/v1'],
  ])('of %o listens to calls to %s', async (what, baseUrl) => {
    const { run, listened } = open('refused');
    expect(await run(what)).toEqual(check('refused'));
    expect(listened).toEqual([baseUrl]);
  });

  it('of what is not there any more listens to nothing', async () => {
    const { run, listened } = open('failed');
    for (const what of [{ key: 'd' }, { key: 'gone' }, { endpoint: 'gone' }])
      expect(await run(what)).toEqual(check('failed'));
    expect(listened).toEqual([]);
  });

  it('that succeeds asks for no permission', async () => {
    const { run, asked } = open('accepted', {});
    expect(await run({ endpoint: 'e' })).toEqual(check('accepted'));
    expect(asked).toEqual([]);
  });

  it('that fails where the user does not let Rondo go is told so, whatever it looked like', async () => {
    const { run } = open('refused_origin', { isAllowed: async () => false });
    expect(await run({ endpoint: 'e' })).toEqual({
      ok: false,
      cause: 'not_permitted',
      message: 'Rondo has no permission to reach localhost:11434, so the browser held the call back.',
      models: null,
      ms: 1,
      fix: { kind: 'permission', baseUrl: 'http://localhost:11434/v1' },
    });
  });
});

describe('a server that turns extensions away', () => {
  it.each([
    ['mac', 'macOS', 'launchctl setenv OLLAMA_ORIGINS "chrome-extension://abc"'],
    ['win', 'Windows', 'setx OLLAMA_ORIGINS "chrome-extension://abc"'],
  ])('is opened by a command for %s', async (system, name, command) => {
    const { run } = open('refused_origin', { system: async () => system });
    expect((await run({ endpoint: 'e' })).fix).toEqual({ kind: 'command', system: name, command });
  });

  it.each(['linux', 'cros', 'openbsd'])('is opened by the command for Linux on %s', async (system) => {
    const { run } = open('refused_origin', { system: async () => system, origin: 'moz-extension://1-2-3' });
    const { fix } = await run({ endpoint: 'e' });
    expect(fix).toMatchObject({ kind: 'command', system: 'Linux' });
    expect(fix?.kind === 'command' && fix.command).toMatch(/OLLAMA_ORIGINS=moz-extension:\/\/1-2-3.*systemctl restart/);
  });

  it('that is known gets its own command', async () => {
    const { run } = open('refused_origin');
    const { fix } = await run({ endpoint: 's' });
    expect(fix?.kind === 'command' && fix.command).toBe(`ALLOW_ORIGINS='["chrome-extension://abc"]'`);
  });
});
