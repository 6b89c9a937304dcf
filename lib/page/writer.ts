// Writes a text at the cursor of the page it stands in: into the field that has the focus, as if it had been typed there,
// so that the page hears of it and undoing takes it back. Where there is none it can lay the text on the clipboard, and it
// can say a word of its own for a few seconds. Runs at a command of the user; keeps nothing and sends nothing anywhere.

/** `part`: the field took less than all of it. `none`: nothing could be written. */
export type Written = 'whole' | 'part' | 'none';

export type Writer = {
  /** Whether the focus is in this frame, and whether it lies in a field that takes text. */
  where(): { focused: boolean; writable: boolean };
  write(text: string): Promise<Written>;
  copy(text: string): Promise<boolean>;
  /** Says it in a corner of the page, in place of what it said before; nothing, where there is nothing to say. */
  say(text: string): void;
};

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A password is never dictated. */
const textual = ['text', 'search', 'url', 'tel', 'email', ''];

/** In open shadow roots too, where many editors stand. */
const focusedIn = (page: Document): Element | null => {
  let element = page.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

const isField = (element: Element): element is Field =>
  element.localName === 'textarea' || element.localName === 'input';

const isOpenField = (field: Field): boolean =>
  !field.readOnly && !field.disabled && (field.localName === 'textarea' || textual.includes(field.type));

/** The field that has the focus, or the editable part of the page. */
const target = (page: Document): HTMLElement | null => {
  const element = focusedIn(page);
  if (element === null) return null;
  if (isField(element)) return isOpenField(element) ? element : null;
  return (element as HTMLElement).isContentEditable ? (element as HTMLElement) : null;
};

/** Rounds what an editor makes of spaces. */
const plain = (text: string): string => text.replace(/\s+/g, ' ');
const contentOf = (element: HTMLElement): string =>
  isField(element) ? element.value : plain(element.innerText ?? element.textContent ?? '');

const timesIn = (text: string, part: string): number => text.split(part).length - 1;

/** What stands right before the cursor; empty at the beginning, or where nobody can say. */
const before = (page: Document, element: HTMLElement): string => {
  if (isField(element)) return element.value.slice(0, element.selectionStart ?? element.value.length);
  const root = element.getRootNode() as Document & { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? page.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (range === null || range.startContainer.nodeType !== 3) return '';
  return (range.startContainer.textContent ?? '').slice(0, range.startOffset);
};

/** In the usual way nothing is lost: this one takes the place of what is selected, but undoing knows nothing of it. */
const putIntoField = (field: Field, text: string): void => {
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
  const { InputEvent } = field.ownerDocument.defaultView ?? globalThis;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText', data: text }));
};

/** Some editors take the keystroke away from the browser and write it themselves, a moment later. */
const editorsTake = 300;

const hasArrived = async (page: Document, element: HTMLElement, text: string, times: number): Promise<boolean> => {
  const look = () => timesIn(contentOf(element), plain(text)) > times;
  for (let waited = 0; waited < editorsTake && !look(); waited += 20)
    await new Promise((resolve) => page.defaultView?.setTimeout(resolve, 20));
  return look();
};

const write = async (page: Document, text: string): Promise<Written> => {
  const element = target(page);
  if (element === null || text === '') return 'none';
  const spaced = /\S$/.test(before(page, element)) ? ` ${text}` : text;
  const [content, times] = [contentOf(element), timesIn(contentOf(element), plain(text))];
  // Deprecated, and still the one way that keeps the page's undo and fires what typing fires (all browsers, 2026).
  const done = page.execCommand('insertText', false, spaced);
  if (await hasArrived(page, element, text, times)) return 'whole';
  if (contentOf(element) !== content) return 'part';
  if (done || !isField(element)) return 'none';
  putIntoField(element, spaced);
  return contentOf(element).includes(text) ? 'whole' : 'none';
};

/** Only pages that have the focus, from a secure address, may write there; the browser asks nothing. */
const copy = async (page: Document, text: string): Promise<boolean> => {
  try {
    await page.defaultView?.navigator.clipboard.writeText(text);
    return page.defaultView?.navigator.clipboard !== undefined;
  } catch {
    return false;
  }
};

const noticeStays = 5_000;
const noticeLook =
  'all: initial; position: fixed; z-index: 2147483647; inset: auto 16px 16px auto; max-width: min(320px, 80vw);' +
  'padding: 10px 14px; border-radius: 10px; background: #16201d; color: #e7eeeb; font: 500 14px/1.4 system-ui, sans-serif;' +
  'box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 12px 32px rgb(0 0 0 / 25%);';

/** In a closed root, which the page's own rules do not reach and the page cannot read. */
const notice = (page: Document, text: string): HTMLElement => {
  const host = page.createElement('div');
  host.setAttribute('role', 'status');
  const words = page.createElement('div');
  words.textContent = text;
  words.style.cssText = noticeLook;
  host.attachShadow({ mode: 'closed' }).append(words);
  return host;
};

export const createWriter = (page: Document): Writer => {
  let said: HTMLElement | null = null;
  return {
    where: () => ({ focused: page.hasFocus(), writable: target(page) !== null }),
    write: (text) => write(page, text),
    copy: (text) => copy(page, text),
    say: (text) => {
      said?.remove();
      said = null;
      if (text === '') return;
      const host = notice(page, text);
      said = host;
      page.documentElement.append(host);
      page.defaultView?.setTimeout(() => host.remove(), noticeStays);
    },
  };
};
