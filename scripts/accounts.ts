// Who answers when Rondo is started: the practice providers of tests/farm, or the real ones whose keys stand in the
// environment. Starts the practice providers; never sends anything itself and never prints a key.
import { providers } from '../lib/providers/index.ts';
import { startFarm } from '../tests/farm/index.ts';
import { toneWave, words } from '../tests/farm/tones.ts';

export type Account = {
  /** The provider's name as its card in the settings says it. */
  name: string;
  keys: readonly string[];
  /** Null: the provider's own address. */
  baseUrl: string | null;
};

export type Accounts = {
  practice: boolean;
  accounts: readonly Account[];
  /** A page on this computer with an article on it. */
  article: string;
  /** A recording in which telephone tones stand for words, as a WAV file. */
  recording: Uint8Array;
  /** The words in it. The practice providers hear them; a real model hears tones. */
  spoken: readonly string[];
  /** The provider asked first for a text answers its next request with "too many requests"; real ones are left alone. */
  failOnce(): void;
  close(): Promise<void>;
};

const realAccounts = (): Account[] =>
  providers.flatMap(({ id, name }) => {
    const key = process.env[`${id.toUpperCase()}_API_KEY`]?.trim();
    return key ? [{ name, keys: [key], baseUrl: null }] : [];
  });

/** Two keys of the right shape that open nothing anywhere. */
const practiceKeys = (example: string): string[] =>
  ['0001', '0002'].map((end) => example.replace('…', `practice00000000${end}`));

export const openAccounts = async (): Promise<Accounts> => {
  const real = realAccounts();
  const farm = await startFarm({});
  const spoken = words(2026, 12);
  const rooms = [farm.groq, farm.openai, farm.together];
  // A provider for whom nobody has made a practice server is left out.
  const practice = providers.flatMap(({ id, name, keyShape }) => {
    const room = rooms.find((each) => each.id === id);
    if (room === undefined) return [];
    const keys = practiceKeys(keyShape?.example ?? '…');
    for (const key of keys) room.addKey(key);
    return { name, keys, baseUrl: room.baseUrl };
  });
  return {
    practice: real.length === 0,
    accounts: real.length === 0 ? practice : real,
    article: `${farm.pages.url}/article`,
    recording: toneWave(spoken),
    spoken,
    failOnce: () => {
      if (real.length === 0) farm.groq.fault({ kind: '429', path: 'chat', times: 1, retryAfterSeconds: 30 });
    },
    close: () => farm.close(),
  };
};
