// Where the practice models stand, and the keys to them: what every contender is told alike.
import { type Farm, type KeyOptions, startFarm } from '../farm/index.ts';

export type ProviderId = 'groq' | 'openai' | 'together';

/** One model that is reached with one key. */
export type Place = {
  provider: ProviderId;
  keyId: string;
  secret: string;
  plan: 'free' | 'paid';
  baseUrl: string;
  model: string;
};

export const models: Record<ProviderId, string> = {
  groq: 'openai/gpt-oss-20b',
  openai: 'gpt-4.1-mini',
  together: 'openai/gpt-oss-120b',
};

const shapes: Record<ProviderId, (number: number) => string> = {
  groq: (number) => `gsk_practice${String(number).padStart(24, '0')}`,
  openai: (number) => `sk-proj-practice${String(number).padStart(24, '0')}`,
  together: (number) => `tgp_v1_practice${String(number).padStart(24, '0')}`,
};

export type Bench = { farm: Farm; places: Place[] };

export type Wanted = {
  keys: Record<ProviderId, number>;
  plans?: Partial<Record<ProviderId, Place['plan']>>;
  limits?: Partial<Record<ProviderId, KeyOptions['limits']>>;
  /** Default: one for each provider. */
  models?: Partial<Record<ProviderId, readonly string[]>>;
  deltaMs?: number;
};

const providers: readonly ProviderId[] = ['groq', 'openai', 'together'];

export const openBench = async (wanted: Wanted): Promise<Bench> => {
  const farm = await startFarm({ deltaMs: wanted.deltaMs ?? 0 });
  const places = providers.flatMap((provider) => {
    const plan = wanted.plans?.[provider] ?? 'paid';
    const own = wanted.models?.[provider] ?? [models[provider]];
    farm[provider].setModels([...own]);
    const keys = Array.from({ length: wanted.keys[provider] }, (_, index) => {
      const secret = shapes[provider](index + 1);
      const options: KeyOptions = { plan, organization: `org_${provider}${index + 1}` };
      farm[provider].addKey(secret, { ...options, limits: wanted.limits?.[provider] });
      return { keyId: `${provider}${index + 1}`, secret };
    });
    return own.flatMap((model) =>
      keys.map((key) => ({ ...key, provider, plan, baseUrl: farm[provider].baseUrl, model })),
    );
  });
  return { farm, places };
};

/** More than any bench sends. */
const plenty = 1e9;
export const noLimits: KeyOptions['limits'] = { RPM: plenty, RPD: plenty, TPM: plenty, RPS: plenty };
