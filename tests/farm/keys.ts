// The keys that a practice provider knows, and the organisation, plan and limits behind each. Keeps hashes, not keys.
import { keyHashOf } from './faults.ts';
import type { Kind, Limits, ModelFacts, Plan } from './kind.ts';

export type KeyOptions = {
  organization?: string;
  plan?: Plan;
  limits?: Partial<Record<'RPM' | 'RPD' | 'TPM' | 'RPS' | 'ASH' | 'ASD', number>>;
  scopes?: { models?: boolean };
};

export type Account = { organization: string; plan: Plan; limits: Limits; mayList: boolean };

export type Keys = {
  add(key: string, options: KeyOptions): void;
  /** Who calls; null: nobody known. */
  find(keyHash: string | null): Account | null;
};

/** A limit of tokens does not bind speech models, nor one of audio seconds chat models. */
const binds = (dimension: string, model: ModelFacts): boolean =>
  model.does === 'speech' ? !/^I?TP/.test(dimension) : !/^AS/.test(dimension);

/** The provider's own limits with the key's in their place. */
export const limitsOf = (kind: Kind, account: Account, model: ModelFacts): Limits =>
  Object.fromEntries(
    Object.entries({ ...kind.limits(model, account.plan), ...account.limits }).filter(([name]) => binds(name, model)),
  );

const organizationName = (given: string | undefined, keyHash: string): string => {
  const name = given ?? `01practice${keyHash}`;
  return /^org[-_]/.test(name) ? name : `org_${name}`;
};

export const createKeys = (kind: Kind): Keys => {
  const accounts = new Map<string, Account>();
  return {
    add(key, options) {
      const keyHash = keyHashOf(key);
      accounts.set(keyHash, {
        organization: organizationName(options.organization, keyHash),
        plan: options.plan ?? kind.plan,
        limits: options.limits ?? {},
        mayList: options.scopes?.models ?? true,
      });
    },
    find(keyHash) {
      if (accounts.size === 0 && !kind.needsKey)
        return { organization: 'org_anyone', plan: kind.plan, limits: {}, mayList: true };
      return (keyHash === null ? undefined : accounts.get(keyHash)) ?? null;
    },
  };
};
