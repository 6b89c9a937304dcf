// Pasted keys: each line told apart, none shown to a company that it is not of, none numbered twice.
import { describe, expect, it } from 'vitest';
import { addKeys } from '../../entrypoints/background/add-keys.ts';
import { withoutKey } from '../../lib/domain/change-settings.ts';
import { emptySettings, type Secrets, type Settings } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import { key, settingsWith } from '../routing/sample.ts';
import { check, openDesk } from './fakes.ts';

const groq = (name: string) => `gsk_${name.padEnd(30, '0')}`;
const openai = (name: string) => `sk-proj-${name.padEnd(30, '0')}`;

const open = async (settings: Settings = emptySettings, secrets: Secrets = {}, answers: Record<string, Check> = {}) => {
  const desk = await openDesk(settings, secrets, answers);
  const add = (owner: string | null, ...lines: string[]) => addKeys(desk.choices, desk.engine, owner, lines.join('\n'));
  const labels = () => desk.choices.settings().keys.map(({ label }) => label);
  return { ...desk, add, labels };
};

describe('pasted lines', () => {
  it('become keys of the provider that each shape tells, in the order in which they were pasted', async () => {
    const { add, choices } = await open();
    const lines = await add(null, groq('one'), '', `OPENAI_API_KEY="${openai('two')}"`);
    expect(lines.map(({ line, outcome, last4 }) => [line, outcome, last4])).toEqual([
      [1, 'accepted', '0000'],
      [3, 'accepted', '0000'],
    ]);
    expect(choices.settings().keys.map(({ owner, label, plan }) => [owner, label, plan])).toEqual([
      ['groq', 'Groq 1', 'free'],
      ['openai', 'OpenAI 1', 'paid'],
    ]);
    expect(Object.values(choices.secrets())).toEqual([groq('one'), openai('two')]);
    expect(lines.map(({ keyId }) => keyId)).toEqual(Object.keys(choices.secrets()));
  });

  it('answer line by line, whatever became of the others', async () => {
    const { add } = await open(settingsWith([key('a', 'groq')]), { a: groq('here') });
    const lines = await add('groq', groq('new'), groq('here'), openai('foreign'), 'gsk_two words', groq('last'));
    expect(lines.map(({ line, outcome }) => [line, outcome])).toEqual([
      [1, 'accepted'],
      [2, 'duplicate'],
      [3, 'other_provider'],
      [4, 'invalid'],
      [5, 'accepted'],
    ]);
  });

  it('never come back with more of a key than its last four characters', async () => {
    const { add } = await open();
    const text = JSON.stringify(await add('groq', groq('secret1'), openai('secret2'), 'gsk_ secret3', groq('secret1')));
    expect(text).not.toMatch(/secret\d/);
  });

  it('of nothing but blanks are one empty field, and nothing is written', async () => {
    const { add, store } = await open();
    expect(await add('groq', '  ', '')).toMatchObject([{ line: 1, outcome: 'empty', keyId: null }]);
    expect(store.writes).toEqual([]);
  });

  it('of a shape that nobody knows are refused where no provider was named, and taken where one was', async () => {
    const { add, choices } = await open();
    expect(await add(null, 'a-key-of-nobody')).toMatchObject([{ outcome: 'other_provider', keyId: null }]);
    expect(await add('groq', 'a-key-of-nobody')).toMatchObject([{ outcome: 'accepted' }]);
    expect(choices.settings().keys.map(({ owner }) => owner)).toEqual(['groq']);
  });
});

describe('a key that is plainly another provider’s', () => {
  it('is neither sent nor kept, and the refusal names both', async () => {
    const { add, calls, store } = await open();
    const [line] = await add('openai', groq('one'));
    expect(line).toMatchObject({ outcome: 'other_provider', keyId: null });
    expect(line?.message).toBe('This looks like a key of Groq, so it was not sent to OpenAI. Add it under Groq.');
    expect(calls).toEqual([]);
    expect(store.writes).toEqual([]);
  });
});

describe('a key with characters that no key has', () => {
  for (const [what, text] of [
    ['a space inside', 'gsk_abc defghijklmnop'],
    ['a letter beyond ASCII', 'gsk_abcdéfghijklmnop'],
    ['the dots of a shortened one', 'gsk_abc…mnop12345678'],
  ] as const)
    it(`such as ${what}, is refused with the true reason, neither sent nor kept`, async () => {
      const { add, calls, store } = await open();
      for (const owner of ['groq', null])
        expect(await add(owner, text)).toMatchObject([
          { outcome: 'invalid', keyId: null, message: 'This key holds characters that no key has; copy it again.' },
        ]);
      expect(calls).toEqual([]);
      expect(store.writes).toEqual([]);
    });
});

describe('duplicates', () => {
  it('are found in the same paste and among those that are here', async () => {
    const { add, choices } = await open();
    expect((await add('groq', groq('one'), groq('one'))).map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'duplicate',
    ]);
    expect((await add(null, groq('one'))).map(({ outcome }) => outcome)).toEqual(['duplicate']);
    expect(choices.settings().keys).toHaveLength(1);
  });

  it('are found where two pages add the same key at the same time', async () => {
    const { add, choices } = await open();
    const both = await Promise.all([add('groq', groq('one')), add('groq', groq('one'), groq('two'))]);
    expect(both.flat().map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate', 'accepted']);
    expect(choices.settings().keys.map(({ label }) => label)).toEqual(['Groq 1', 'Groq 2']);
  });

  it('are none where only the vault still holds it: the key takes its secret up again', async () => {
    const { add, choices } = await open(emptySettings, { lost: groq('one') });
    expect(await add('groq', groq('one'))).toMatchObject([{ outcome: 'accepted', keyId: 'lost' }]);
    expect(choices.secrets()).toEqual({ lost: groq('one') });
    await choices.change((settings) => ({ settings: withoutKey(settings, 'lost') }));
    expect(choices.secrets()).toEqual({});
  });
});

describe('the number of a key', () => {
  it('is the first free one, so that no two are called the same', async () => {
    const { add, choices, labels } = await open();
    await add('groq', groq('one'), groq('two'));
    await add('openai', openai('one'));
    expect(labels()).toEqual(['Groq 1', 'Groq 2', 'OpenAI 1']);
    const [first] = choices.settings().keys;
    await choices.change((settings) => ({ settings: withoutKey(settings, first?.id ?? '') }));
    await add('groq', groq('three'), groq('four'));
    expect(labels()).toEqual(['Groq 2', 'OpenAI 1', 'Groq 1', 'Groq 3']);
  });
});

describe('what the provider says of a key', () => {
  const outcomes: [Check['cause'], string][] = [
    ['accepted', 'accepted'],
    ['list_unknown', 'list_unknown'],
    ['invalid_key', 'invalid'],
    ['unreachable', 'unchecked'],
    ['rate_limited', 'unchecked'],
    ['no_credit', 'unchecked'],
    ['failed', 'unchecked'],
  ];
  for (const [cause, outcome] of outcomes)
    it(`is told as ${outcome} where it is ${cause}, and the key is kept`, async () => {
      const { add, choices, calls } = await open(emptySettings, {}, { [groq('one')]: check(cause, 'Its words.') });
      const [line] = await add('groq', groq('one'));
      const message = outcome === 'unchecked' ? 'It is kept and will be tried: Its words.' : 'Its words.';
      expect(line).toMatchObject({ outcome, message });
      expect(choices.settings().keys.map(({ id }) => id)).toEqual([line?.keyId]);
      expect(calls).toEqual([['check', { key: line?.keyId }]]);
    });
});

it('keys that could not be written down are sent to nobody', async () => {
  const { add, store, calls, choices } = await open();
  store.before(async () => {
    throw new Error('the disk is full');
  });
  await expect(add('groq', groq('one'))).rejects.toThrow('the disk is full');
  expect(calls).toEqual([]);
  expect(choices.secrets()).toEqual({});
});
