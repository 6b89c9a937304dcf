// What the user chose and entrusted: settings and secrets, as the background holds them while it lives.
// The only writer of both items. A change is written down before anyone hears of it.
import { type Secrets, type Settings, secretIds } from '../../lib/domain/settings.ts';

export type Chosen = { settings: Settings; secrets: Secrets };
/** Writes both in one call, so that a crash never leaves half. */
export type ChoicesStore = { load(): Promise<Chosen>; save(chosen: Chosen): Promise<void> };

/** Null: nothing is to change. */
export type Change = (settings: Settings, secrets: Secrets) => { settings: Settings; secrets?: Secrets } | null;

export type Choices = {
  settings(): Settings;
  secrets(): Secrets;
  /** Changes run one after the other, so that none is lost to another that began earlier. Rejects where it was not kept. */
  change(next: Change): Promise<void>;
};

/**
 * A key or a header that is removed takes its secret along. A secret whose key is merely unknown stays: the settings may
 * be damaged.
 */
const withoutRemoved = (secrets: Secrets, before: Settings, after: Settings): Secrets => {
  const [were, stay] = [secretIds(before), secretIds(after)];
  return Object.fromEntries(Object.entries(secrets).filter(([id]) => stay.has(id) || !were.has(id)));
};

export const openChoices = async (
  store: ChoicesStore,
  /** Whoever asked for the change is answered when this is done. */
  onChange: (settings: Settings, secrets: Secrets) => unknown,
): Promise<Choices> => {
  let chosen = await store.load();
  let queue = Promise.resolve();
  const make = async (next: Change): Promise<void> => {
    const change = next(chosen.settings, chosen.secrets);
    if (!change) return;
    const { settings } = change;
    const secrets = withoutRemoved(change.secrets ?? chosen.secrets, chosen.settings, settings);
    await store.save({ settings, secrets });
    chosen = { settings, secrets };
    await onChange(settings, secrets);
  };
  return {
    settings: () => chosen.settings,
    secrets: () => chosen.secrets,
    change: (next) => {
      const made = queue.then(() => make(next));
      // Whoever asked hears of the failure; whoever comes next is not held up by it.
      queue = made.catch(() => {});
      return made;
    },
  };
};
