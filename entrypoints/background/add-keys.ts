// Pasted keys become keys: each line is told apart, kept, and asked at its provider. Answers line by line,
// never with a character of a secret beyond the last four.
import { withKey } from '../../lib/domain/change-settings.ts';
import type { Provider } from '../../lib/domain/provider.ts';
import { type Key, type Secrets, type Settings, secretIds } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { type PastedLine, readPaste } from '../../lib/keys/paste.ts';
import { last4, otherOwner, ownerByShape } from '../../lib/keys/shape.ts';
import type { KeyLine } from '../../lib/messaging/protocol.ts';
import { providers } from '../../lib/providers/index.ts';
import type { Choices } from './choices.ts';

type Placed = { pasted: PastedLine; owner: Provider } | { refused: KeyLine };

const line = (
  pasted: PastedLine,
  outcome: KeyLine['outcome'],
  message: string,
  keyId: string | null = null,
): KeyLine => ({
  line: pasted.line,
  last4: last4(pasted.secret),
  keyId,
  outcome,
  message,
});

const names = providers.map(({ name }) => name).join(', ');

/** No key has a space or anything beyond ASCII in it, and a header cannot carry the latter. */
export const isSendable = (secret: string): boolean => /^[\x21-\x7e]+$/.test(secret);
export const unsendable = 'This key holds characters that no key has; copy it again.';

const place = (pasted: PastedLine, ownerId: string | null, taken: ReadonlySet<string>): Placed => {
  const refused = (outcome: KeyLine['outcome'], message: string): Placed => ({
    refused: line(pasted, outcome, message),
  });
  if (pasted.secret === '') return refused('empty', 'There is no key in this field. Paste one and add it again.');
  if (!isSendable(pasted.secret)) return refused('invalid', unsendable);
  if (taken.has(pasted.secret)) return refused('duplicate', 'This key is here already.');
  const chosen = providers.find(({ id }) => id === ownerId) ?? null;
  const owner = chosen ?? ownerByShape(pasted.secret, providers);
  if (!owner)
    return refused(
      'other_provider',
      `This is no key of ${names} by its shape. Add it in the settings, under the provider that it belongs to.`,
    );
  const other = otherOwner(pasted.secret, owner, providers);
  // Asking the wrong company about a key would hand the key to it.
  if (other)
    return refused(
      'other_provider',
      `This looks like a key of ${other.name}, so it was not sent to ${owner.name}. Add it under ${other.name}.`,
    );
  return { pasted, owner };
};

/** “Groq 2” where “Groq 1” is taken. */
const freeLabel = ({ id, name }: Provider, keys: readonly Key[]): string => {
  const taken = new Set(keys.flatMap(({ owner, label }) => (owner === id ? [label] : [])));
  let number = 1;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
};

/** The vault may hold characters without a key, after settings that could not be read. Then the key takes them up again. */
const idFor = (secret: string, settings: Settings, secrets: Secrets): string => {
  const taken = secretIds(settings);
  const left = Object.entries(secrets).find(([id, held]) => held === secret && !taken.has(id) && !id.includes('#'));
  return left?.[0] ?? crypto.randomUUID();
};

type Added = { pasted: PastedLine; key: Key };

/** What becomes of the settings and the vault, and of each line. */
const addLines = (lines: readonly PastedLine[], ownerId: string | null, before: Settings, secrets: Secrets) => {
  let settings = before;
  const taken = new Set(before.keys.flatMap(({ id }) => secrets[id] ?? []));
  const added: Added[] = [];
  const refused: KeyLine[] = [];
  for (const pasted of lines) {
    const placed = place(pasted, ownerId, taken);
    if ('refused' in placed) {
      refused.push(placed.refused);
      continue;
    }
    const { owner } = placed;
    const key: Key = {
      id: idFor(pasted.secret, settings, secrets),
      owner: owner.id,
      label: freeLabel(owner, settings.keys),
      last4: last4(pasted.secret),
      plan: owner.firstPlan,
      on: true,
    };
    taken.add(pasted.secret);
    added.push({ pasted, key });
    settings = withKey(settings, key);
  }
  const entrusted = Object.fromEntries(added.map(({ pasted, key }) => [key.id, pasted.secret]));
  return { settings, secrets: { ...secrets, ...entrusted }, added, refused };
};

/** Whatever else went wrong says nothing against the key. */
const outcomes: Partial<Record<Check['cause'], KeyLine['outcome']>> = {
  accepted: 'accepted',
  list_unknown: 'list_unknown',
  invalid_key: 'invalid',
};

const validate = async (engine: Pick<Engine, 'check'>, { pasted, key }: Added): Promise<KeyLine> => {
  const check = await engine.check({ key: key.id });
  const outcome = outcomes[check.cause] ?? 'unchecked';
  const kept = outcome === 'unchecked' ? 'It is kept and will be tried: ' : '';
  return line(pasted, outcome, kept + check.message, key.id);
};

/** @param ownerId null: each line's provider is known by its shape */
export const addKeys = async (
  choices: Choices,
  engine: Pick<Engine, 'check'>,
  ownerId: string | null,
  text: string,
): Promise<KeyLine[]> => {
  let added: Added[] = [];
  let refused: KeyLine[] = [];
  // By what stands there when the change is made: two pages may add the same key at the same time.
  await choices.change((before, secrets) => {
    const after = addLines(readPaste(text), ownerId, before, secrets);
    ({ added, refused } = after);
    return added.length === 0 ? null : after;
  });
  const checked = await Promise.all(added.map((one) => validate(engine, one)));
  return [...refused, ...checked].toSorted((one, other) => one.line - other.line);
};
