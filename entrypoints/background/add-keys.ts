// Pasted keys become keys: each line is told apart, kept, and asked at its provider. Answers line by line,
// never with a character of a secret beyond the last four.
import { withKey } from '../../lib/domain/change-settings.ts';
import type { Provider } from '../../lib/domain/provider.ts';
import type { Key } from '../../lib/domain/settings.ts';
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

const place = (pasted: PastedLine, ownerId: string | null, taken: ReadonlySet<string>): Placed => {
  const refused = (outcome: KeyLine['outcome'], message: string): Placed => ({
    refused: line(pasted, outcome, message),
  });
  if (pasted.secret === '') return refused('empty', 'There is no key in this field. Paste one and add it again.');
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

const newKey = (pasted: PastedLine, owner: Provider, number: number): Key => ({
  id: crypto.randomUUID(),
  owner: owner.id,
  label: `${owner.name} ${number}`,
  last4: last4(pasted.secret),
  plan: owner.firstPlan,
  on: true,
});

/** Whatever else went wrong says nothing against the key. */
const outcomes: Partial<Record<Check['cause'], KeyLine['outcome']>> = {
  accepted: 'accepted',
  list_unknown: 'list_unknown',
  invalid_key: 'invalid',
};

const validate = async (engine: Engine, pasted: PastedLine, key: Key): Promise<KeyLine> => {
  const check = await engine.check({ key: key.id });
  const outcome = outcomes[check.cause] ?? 'unchecked';
  const kept = outcome === 'unchecked' ? 'It is kept and will be tried: ' : '';
  return line(pasted, outcome, kept + check.message, key.id);
};

/** @param ownerId null: each line's provider is known by its shape */
export const addKeys = async (
  choices: Choices,
  engine: Engine,
  ownerId: string | null,
  text: string,
): Promise<KeyLine[]> => {
  const taken = new Set(Object.values(choices.secrets()));
  const added: { pasted: PastedLine; key: Key }[] = [];
  const refused: KeyLine[] = [];
  for (const pasted of readPaste(text)) {
    const placed = place(pasted, ownerId, taken);
    if ('refused' in placed) {
      refused.push(placed.refused);
      continue;
    }
    taken.add(pasted.secret);
    const { owner } = placed;
    const before = [...choices.settings().keys, ...added.map(({ key }) => key)];
    added.push({ pasted, key: newKey(pasted, owner, before.filter((key) => key.owner === owner.id).length + 1) });
  }
  await choices.change((settings, secrets) => ({
    settings: added.reduce((all, { key }) => withKey(all, key), settings),
    secrets: { ...secrets, ...Object.fromEntries(added.map(({ pasted, key }) => [key.id, pasted.secret])) },
  }));
  const checked = await Promise.all(added.map(({ pasted, key }) => validate(engine, pasted, key)));
  return [...refused, ...checked].toSorted((one, other) => one.line - other.line);
};
