// What the user chose and entrusted: settings and secrets, as the background holds them while it lives.
// The only writer of both items. A change is written down before anyone hears of it.
import type { Secrets, Settings } from '../../lib/domain/settings.ts';
import { settings as settingsItem, vault } from '../../lib/storage/items.ts';

export type Choices = {
  settings(): Settings;
  secrets(): Secrets;
  /** Changes run one after the other, so that none is lost to another that began earlier. */
  change(next: (settings: Settings, secrets: Secrets) => { settings: Settings; secrets?: Secrets }): Promise<void>;
};

export const openChoices = async (onChange: (settings: Settings, secrets: Secrets) => void): Promise<Choices> => {
  let [settings, secrets] = await Promise.all([settingsItem.get(), vault.get()]);
  let queue = Promise.resolve();
  return {
    settings: () => settings,
    secrets: () => secrets,
    change: (next) => {
      queue = queue.then(async () => {
        const after = next(settings, secrets);
        const ids = new Set(after.settings.keys.map(({ id }) => id));
        const kept = Object.fromEntries(Object.entries(after.secrets ?? secrets).filter(([id]) => ids.has(id)));
        await Promise.all([vault.set(kept), settingsItem.set(after.settings)]);
        [settings, secrets] = [after.settings, kept];
        onChange(settings, secrets);
      });
      return queue;
    },
  };
};
