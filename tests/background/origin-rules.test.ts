// Which requests lose their `Origin`: our own, to addresses that the user typed in and lets us reach, and no other.
import { describe, expect, it } from 'vitest';
import {
  createOriginKeeper,
  type OriginRule,
  originRules,
  typedOrigins,
} from '../../entrypoints/background/origin-rules.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';
import { endpoint } from '../routing/sample.ts';

const own = 'abcdefghijklmnopabcdefghijklmnop';
const settingsAt = (...baseUrls: string[]): Settings => ({
  ...emptySettings,
  endpoints: baseUrls.map((baseUrl, index) => endpoint(`e${index}`, { baseUrl })),
});

describe('the typed origins', () => {
  it('are those of endpoints and of providers behind another address, each once', () => {
    const settings: Settings = {
      ...settingsAt('http://localhost:11434/v1', 'http://localhost:11434/other', 'http://localhost:1234/v1'),
      providers: {
        groq: { on: true, transcribe: true, baseUrl: 'http://127.0.0.1:8787/groq/v1' },
        openai: { on: true, transcribe: true },
      },
    };
    expect(typedOrigins(settings)).toEqual([
      'http://localhost:11434',
      'http://localhost:1234',
      'http://127.0.0.1:8787',
    ]);
  });

  it('are of an endpoint that is switched off too, since it can be tested', () => {
    const off = { ...emptySettings, endpoints: [endpoint('e', { baseUrl: 'https://llm.test/v1', on: false })] };
    expect(typedOrigins(off)).toEqual(['https://llm.test']);
  });

  it('leave out what is no address', () => {
    expect(typedOrigins(settingsAt('nonsense', 'http://[::1]:8080/v1'))).toEqual(['http://[::1]:8080']);
  });
});

describe('the rules', () => {
  const rules = originRules(['http://localhost:11434', 'http://localhost:1234'], own);

  it('have an id for each address, so that none takes the place of another', () => {
    expect(rules.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('hold for requests that begin in this extension alone', () => {
    expect(rules.map(({ condition }) => condition.initiatorDomains)).toEqual([[own], [own]]);
  });

  it('hold for one port alone, and only take the header away', () => {
    expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([
      '|http://localhost:11434/',
      '|http://localhost:1234/',
    ]);
    expect(rules[0]?.action).toEqual({
      type: 'modifyHeaders',
      requestHeaders: [{ header: 'origin', operation: 'remove' }],
    });
  });
});

describe('the keeper', () => {
  const open = (isAllowed: (origin: string) => Promise<boolean> = async () => true) => {
    const written: OriginRule[][] = [];
    const keeper = createOriginKeeper({
      ownHost: own,
      isAllowed,
      replaceRules: async (rules) => void written.push(rules),
    });
    const filters = () => written.map((rules) => rules.map(({ condition }) => condition.urlFilter));
    return { keeper, filters };
  };

  it('sets rules only for what the user lets this extension reach', async () => {
    const { keeper, filters } = open(async (origin) => origin.includes('allowed'));
    await keeper.keep(settingsAt('https://allowed.test/v1', 'https://other.test/v1'));
    expect(filters()).toEqual([['|https://allowed.test/']]);
  });

  it('sets them once in each life, and anew only where they change', async () => {
    const { keeper, filters } = open();
    const settings = settingsAt('http://localhost:1/v1');
    await keeper.keep(settings);
    await keeper.keep({ ...settings, spend: { ...settings.spend, never: true } });
    expect(filters()).toHaveLength(1);
    await keeper.keep(settingsAt('http://localhost:2/v1'));
    await keeper.keep(settings);
    expect(filters()).toEqual([['|http://localhost:1/'], ['|http://localhost:2/'], ['|http://localhost:1/']]);
  });

  it('takes all rules away where no address is typed any more', async () => {
    const { keeper, filters } = open();
    await keeper.keep(settingsAt('http://localhost:1/v1'));
    await keeper.keep(emptySettings);
    expect(filters()).toEqual([['|http://localhost:1/'], []]);
  });

  it('lets the later of two changes stand, though the earlier takes longer', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    const { keeper, filters } = open(async (origin) => {
      if (origin.includes('slow')) await slow;
      return true;
    });
    const both = [keeper.keep(settingsAt('http://slow.test')), keeper.keep(settingsAt('http://quick.test'))];
    release();
    await Promise.all(both);
    expect(filters()).toEqual([['|http://slow.test/'], ['|http://quick.test/']]);
  });

  it('goes on after the browser refused once, also with the same', async () => {
    let refuse = true;
    const { keeper, filters } = open(async () => {
      if (refuse) throw new Error('refused');
      return true;
    });
    await keeper.keep(settingsAt('http://a.test'));
    refuse = false;
    await keeper.keep(settingsAt('http://a.test'));
    expect(filters()).toEqual([['|http://a.test/']]);
  });
});
