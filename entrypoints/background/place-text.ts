// Puts a dictated text where the user looks for it: at the cursor, else on the clipboard, else into Rondo's own window.
import type { TabWriter } from './write-in-tab.ts';

export type PlacePorts = {
  tab: TabWriter;
  /** Opens Rondo's own window, where the text stands with a button to copy it. */
  openPopup(): Promise<void>;
};

const copied = 'No field had the cursor, so the text is on the clipboard.';
export const inRondo = 'The text is in Rondo’s window, ready to be copied.';
const partly = 'The field took only a part of it.';

/** @param tabId null: no tab that can be written into */
export const say = async ({ tab }: PlacePorts, tabId: number | null, sentence: string): Promise<void> => {
  if (tabId !== null) await tab.say(tabId, sentence);
};

/** The text stands in Rondo's window. @param sentence why */
export const show = async (ports: PlacePorts, tabId: number | null, sentence: string): Promise<void> => {
  await say(ports, tabId, sentence);
  await ports.openPopup();
};

export const place = async (ports: PlacePorts, tabId: number | null, text: string): Promise<void> => {
  const { tab } = ports;
  const written = tabId === null ? 'none' : await tab.write(tabId, text);
  // It stands where the user looks.
  if (written === 'whole') return say(ports, tabId, '');
  const lead = written === 'part' ? `${partly} ` : '';
  if (tabId !== null && (await tab.copy(tabId, text)))
    return say(ports, tabId, lead === '' ? copied : `${lead}All of it is on the clipboard.`);
  await show(ports, tabId, lead + inRondo);
};
