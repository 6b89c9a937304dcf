// What a person does on Rondo's pages, step by step, found by the names a screen reader would say.
// Shared by browser tests and `npm start`. Never reaches behind the pages: no message, no storage, no worker.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElementHandle, Page } from 'puppeteer-core';

type Place = Page | ElementHandle<Element>;
type Role =
  | 'article'
  | 'button'
  | 'checkbox'
  | 'combobox'
  | 'group'
  | 'list'
  | 'radio'
  | 'searchbox'
  | 'switch'
  | 'tab'
  | 'textbox';

const selector = (role: Role, name: string): string => `::-p-aria([name="${name}"][role="${role}"])`;

export const find = async (place: Place, role: Role, name: string): Promise<ElementHandle<Element>> => {
  const element = await place.waitForSelector(selector(role, name), { timeout: 10_000 });
  if (element === null) throw new Error(`There is no ${role} "${name}" on the page.`);
  return element;
};

export const press = async (place: Place, role: Role, name: string): Promise<void> => {
  const element = await find(place, role, name);
  await element.scrollIntoView();
  await element.click();
};

/**
 * Puts a text into a field in one go, in place of what stood there, as pasting does. A value that comes from the
 * background at that very moment can take its place (a person would type again), so it is looked at once more.
 */
export const fill = async (page: Page, place: Place, name: string, text: string): Promise<void> => {
  for (let tries = 1; tries <= 3; tries++) {
    const element = (await find(place, 'textbox', name)) as ElementHandle<HTMLInputElement>;
    await element.evaluate((field) => field.select());
    await element.focus();
    if (text === '') await page.keyboard.press('Delete');
    // Firefox takes one character at a time.
    else await page.keyboard.sendCharacter(text).catch(() => page.keyboard.type(text));
    await sleep(50);
    if ((await element.evaluate((field) => field.value)) === text) return;
  }
  throw new Error(`The field "${name}" did not keep what was typed into it.`);
};

/** What an alert or a status under this element says: the first that says anything, without the words of its buttons. */
const said = (place: ElementHandle<Element>, role: 'alert' | 'status'): Promise<string> =>
  place.evaluate((root, wanted) => {
    const texts = [...root.querySelectorAll(`[role="${wanted}"]`)].map((element) => {
      const copy = element.cloneNode(true) as Element;
      for (const button of copy.querySelectorAll('button')) button.remove();
      return copy.textContent.trim();
    });
    return texts.find((text) => text !== '') ?? '';
  }, role);

export const waitFor = async <Value>(what: string, most: number, look: () => Promise<Value | null>): Promise<Value> => {
  const until = Date.now() + most;
  while (Date.now() < until) {
    const value = await look();
    if (value !== null) return value;
    await sleep(50);
  }
  throw new Error(`${what} did not come within ${most / 1000} s.`);
};

const refuse = (what: string, why: string): never => {
  throw new Error(`${what} was refused: ${why}`);
};

export type AddedLine = { outcome: string; message: string };

/** Adds keys to a provider's card, one per line, and answers with what became of each. */
export const addKeys = async (options: Page, provider: string, keys: readonly string[]): Promise<AddedLine[]> => {
  const card = await find(options, 'article', provider);
  await fill(options, card, `Add ${provider} keys`, keys.join('\n'));
  await press(card, 'button', 'Add keys');
  return waitFor(`The check of ${provider}'s keys`, 60_000, async () => {
    const refusal = await said(card, 'alert');
    if (refusal !== '') refuse(`Adding keys of ${provider}`, refusal);
    const lines = await card.$$eval('[data-testid="key-line"]', (elements) =>
      elements.map((element) => ({
        outcome: element.getAttribute('data-outcome') ?? '',
        message: (element as HTMLElement).innerText.replaceAll('\n', ' '),
      })),
    );
    return lines.length >= keys.length ? lines : null;
  });
};

/** Sends a provider's requests to another address and answers with what the page says about it. */
export const setBaseUrl = async (options: Page, provider: string, baseUrl: string): Promise<string> => {
  const card = await find(options, 'article', provider);
  const name = `Base URL of ${provider}`;
  const note = async () => {
    const field = await find(card, 'textbox', name);
    return field.evaluate((element) => ({
      invalid: element.getAttribute('aria-invalid') === 'true',
      text: document.getElementById(element.getAttribute('aria-describedby') ?? '')?.innerText ?? '',
    }));
  };
  const before = await note();
  await fill(options, card, name, baseUrl);
  await press(card, 'button', `Save base URL of ${provider}`);
  const start = Date.now();
  return waitFor(`The change of ${provider}'s address`, 20_000, async () => {
    const { invalid, text } = await note();
    const refusal = invalid ? text : await said(card, 'alert');
    if (refusal !== '') refuse(`The address of ${provider}`, refusal);
    // Until the answer comes the field's hint stands there; an answer in the same words as the last one has to stay.
    if (text.startsWith('Default:')) return null;
    return text !== before.text || Date.now() - start > 2_000 ? text : null;
  });
};

export type NewEndpoint = {
  name: string;
  baseUrl: string;
  /** Its id, written; or what ticks it in the list of the server once the address stands there. */
  model?: string;
  models?: () => Promise<void>;
  key?: string;
  /** A known service whose facts are filled in first. */
  service?: string;
  /** In the order of the fields that the service brings; `Add a header` makes room for more. */
  headers?: readonly { name: string; value: string }[];
};

/** Where endpoints are added; what was added or refused is said there. */
const addPlace = async (options: Page): Promise<ElementHandle<Element>> => {
  const place = await options.waitForSelector('[data-testid="add-endpoints"]', { timeout: 10_000 });
  if (place === null) throw new Error('There is no place for new endpoints on the page.');
  return place;
};

/** What a form says: a refusal, or a sentence beside one of its fields. */
const complaint = async (place: ElementHandle<Element>): Promise<string> =>
  (await said(place, 'alert')) ||
  (await place.evaluate((element) => {
    const field = element.querySelector('[aria-invalid="true"]');
    return document.getElementById(field?.getAttribute('aria-describedby') ?? '')?.innerText ?? '';
  }));

/** Waits for what is said of an addition once its form has closed. */
const waitForAdded = (place: ElementHandle<Element>, what: string): Promise<string> =>
  waitFor(what, 60_000, async () => {
    const refusal = await complaint(place);
    if (refusal !== '') refuse(what, refusal);
    return (await place.$('form')) === null ? (await said(place, 'status')) || null : null;
  });

export const choose = async (place: Place, name: string, option: string): Promise<void> => {
  const field = (await find(place, 'combobox', name)) as ElementHandle<HTMLSelectElement>;
  const value = await field.evaluate(
    (select, wanted) => [...select.options].find(({ text }) => text === wanted)?.value ?? null,
    option,
  );
  if (value === null) throw new Error(`“${name}” has no choice “${option}”.`);
  await field.select(value);
};

/** Has the models of the address in the form listed, and ticks these. */
export const tickModels = async (options: Page, ids: readonly string[]): Promise<void> => {
  const place = await addPlace(options);
  await press(place, 'button', 'List the server’s models');
  for (const id of ids) await press(place, 'checkbox', id);
};

/** Adds an endpoint and answers with what the page says about it. */
export const addEndpoint = async (options: Page, endpoint: NewEndpoint): Promise<string> => {
  const { name, baseUrl, model, models, key = '', service, headers = [] } = endpoint;
  const place = await addPlace(options);
  await press(place, 'button', 'Add an endpoint');
  if (service !== undefined) await choose(place, 'Service', service);
  await fill(options, place, 'Name', name);
  await fill(options, place, 'Base URL', baseUrl);
  if (key !== '') await fill(options, place, 'Key (optional)', key);
  if (model !== undefined) await fill(options, place, 'Model id', model);
  for (const [index, header] of headers.entries()) {
    await place.$$eval('details', (all) => {
      for (const details of all) if (details.textContent.includes('Extra headers')) details.open = true;
    });
    const there = await place.$(selector('textbox', `Header ${index + 1}`));
    if (there === null) await press(place, 'button', 'Add a header');
    await fill(options, place, `Header ${index + 1}`, header.name);
    await fill(options, place, `Value of header ${index + 1}`, header.value);
  }
  await models?.();
  await press(place, 'button', 'Add endpoint');
  return waitForAdded(place, `The endpoint ${name}`);
};

/** Pastes endpoints as JSON and answers with what the page says about them. */
export const pasteEndpoints = async (options: Page, text: string): Promise<string> => {
  const place = await addPlace(options);
  await press(place, 'button', 'Paste as JSON');
  await fill(options, place, 'Endpoints as JSON', text);
  await press(place, 'button', 'Add from JSON');
  return waitForAdded(place, 'The pasted endpoints');
};

/** Turns a switch of the settings on or off, and waits until it shows that. */
export const turn = async (options: Page, name: string, on: boolean): Promise<void> => {
  const isOn = async () =>
    (await find(options, 'switch', name)).evaluate((element) => element.getAttribute('aria-checked') === 'true');
  if ((await isOn()) !== on) await press(options, 'switch', name);
  await waitFor(`The switch "${name}"`, 10_000, async () => ((await isOn()) === on ? true : null));
};

/** Types an amount of dollars, leaves the field, and answers with what the page says of it: "Saved", or why not. */
export const setAmount = async (options: Page, name: string, amount: string): Promise<string> => {
  await fill(options, options, name, amount);
  await options.keyboard.press('Tab');
  const field = await find(options, 'textbox', name);
  return waitFor(`The amount "${name}"`, 10_000, () =>
    field.evaluate((element) => {
      if (element.getAttribute('aria-invalid') === 'true')
        return document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
      return element.parentElement?.querySelector('[role="status"]')?.textContent || null;
    }),
  );
};

/** Chooses in which order the models of a task are asked, and answers with who is next by it. */
export const chooseMode = async (options: Page, task: string, mode: string): Promise<string> => {
  const group = await find(options, 'group', task);
  await press(group, 'radio', mode);
  const radio = await find(group, 'radio', mode);
  await waitFor(`The mode of ${task}`, 10_000, () =>
    radio.evaluate((element) => (element as HTMLInputElement).checked || null),
  );
  return group.$eval('[data-testid^="next-"]', (element) => element.textContent.trim());
};

/** What the popup says before anything is sent: who would be asked and what it may cost, or why nobody. */
export const sendLine = async (popup: Page): Promise<string> => {
  const line = await popup.waitForSelector('[data-testid="send-line"]', { timeout: 10_000 });
  return (await line?.evaluate((element) => element.textContent.trim())) ?? '';
};

/** A job as the popup shows it. */
export type ShownJob = {
  id: string;
  kind: string;
  state: string;
  title: string;
  /** Who answers or answered, in words. */
  step: string;
  text: string;
  /** What is said of it besides: a failure, a share that was read. */
  note: string;
  /** Why this model, in one sentence. */
  why: string;
  /** The trace: who was asked in which order and what came of it, and who was not asked and why. */
  asked: string[];
  notAsked: string[];
};

/** The job that stands open in the popup; null where there is none. */
export const shownJob = (popup: Page): Promise<ShownJob | null> =>
  popup.evaluate(() => {
    const card = document.querySelector<HTMLElement>('[data-testid="job"]');
    if (card === null) return null;
    const text = (query: string) => card.querySelector<HTMLElement>(query)?.innerText.trim() ?? '';
    const words = (query: string) => {
      const copy = card.querySelector(query)?.cloneNode(true) as HTMLElement | undefined;
      for (const button of copy?.querySelectorAll('button') ?? []) button.remove();
      return copy?.textContent.trim() ?? '';
    };
    // A closed disclosure has no inner text, and its words run together in its plain one.
    const disclosure = card.querySelector('details');
    if (disclosure !== null) disclosure.open = true;
    const lines = (name: string) =>
      [...card.querySelectorAll<HTMLElement>(`[aria-label="${name}"] > li`)].map((line) =>
        line.innerText.replace(/\s+/g, ' ').trim(),
      );
    return {
      id: card.getAttribute('aria-labelledby')?.replace(/^title-/, '') ?? '',
      kind: card.dataset.kind ?? '',
      state: card.dataset.state ?? '',
      title: text('h2'),
      // The card has a second, mostly empty status: what was copied.
      step: [...card.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent).find(Boolean) ?? '',
      text: text('[data-testid="job-text"]'),
      note: words('[role="alert"]'),
      why: text('[data-testid="why"]'),
      asked: lines('Who was asked'),
      notAsked: lines('Not asked'),
    };
  });

/** Waits until a job other than `before` stands in the popup, started just now. */
const waitForStart = (popup: Page, before: string | null): Promise<ShownJob> =>
  waitFor('A new job', 30_000, async () => {
    const job = await shownJob(popup);
    if (job !== null && job.id !== before) return job;
    const panel = await popup.$('[role="tabpanel"]');
    const refusal = panel === null ? '' : await said(panel, 'alert');
    return refusal === '' ? null : refuse('The job', refusal);
  });

/** Presses "Summarize this page" and answers with the job that this began. */
export const summarize = async (popup: Page): Promise<ShownJob> => {
  await press(popup, 'tab', 'Summarize');
  const before = (await shownJob(popup))?.id ?? null;
  await press(popup, 'button', 'Summarize this page');
  return waitForStart(popup, before);
};

const handIn = async (popup: Page, file: string): Promise<void> => {
  await press(popup, 'tab', 'Transcribe');
  const input = await popup.waitForSelector('input[type="file"][aria-label="Audio file"]');
  if (input === null) throw new Error('There is no place for an audio file in the popup.');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
};

/** Chooses a short recording by its path and answers with the job that this began. */
export const transcribe = async (popup: Page, file: string): Promise<ShownJob> => {
  // A popup that is still opening shows no job yet.
  await press(popup, 'tab', 'Transcribe');
  const before = (await shownJob(popup))?.id ?? null;
  await handIn(popup, file);
  return waitForStart(popup, before);
};

/** Chooses a long recording, of which is told first what it takes. */
export const offerRecording = async (popup: Page, file: string): Promise<string> => {
  await handIn(popup, file);
  const offer = await popup.waitForSelector('[data-testid="offer"]');
  return offer?.evaluate((shown) => (shown as HTMLElement).innerText) ?? '';
};

/** Begins what was offered, by its main button or by the faster one, and answers with the job. */
export const beginOffered = async (popup: Page, way: 'Transcribe' | 'Faster' = 'Transcribe'): Promise<ShownJob> => {
  const before = (await shownJob(popup))?.id ?? null;
  const buttons = await popup.$$('[data-testid="offer"] button');
  for (const button of buttons)
    if ((await button.evaluate(({ textContent }) => textContent)).startsWith(way)) await button.click();
  return waitForStart(popup, before);
};

/** Chooses a recording of any length, begins it where it is offered first, and answers with the job. */
export const transcribeAny = async (popup: Page, file: string): Promise<ShownJob> => {
  await press(popup, 'tab', 'Transcribe');
  const before = (await shownJob(popup))?.id ?? null;
  await handIn(popup, file);
  const isOffered = await waitFor('What is said of the recording', 60_000, async () => {
    if ((await popup.$('[data-testid="offer"]')) !== null) return true;
    return ((await shownJob(popup))?.id ?? before) === before ? null : false;
  });
  return isOffered ? beginOffered(popup) : waitForStart(popup, before);
};

/** Waits until the job that stands open has come to its end, well or not. */
export const waitForEnd = (popup: Page, most = 60_000): Promise<ShownJob> =>
  waitFor('The end of the job', most, async () => {
    // Until the code for Markdown is here a text stands there with its bare signs.
    const plain = await popup.$('[data-testid="job-text"][aria-busy]');
    const job = await shownJob(popup);
    return plain === null && job !== null && ['done', 'failed', 'cancelled'].includes(job.state) ? job : null;
  });
