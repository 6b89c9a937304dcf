// What a person does with the pools on the settings page: opens one, moves models by keyboard and by mouse, switches one,
// ticks one in. Found by the names a screen reader would say; never reaches behind the page.
import type { ElementHandle, Page } from 'puppeteer-core';
import { find, press, waitFor } from './steps.ts';

const shownRefs = (group: ElementHandle<Element>): Promise<string[]> =>
  group.$$eval('[data-testid="pool-row"]', (rows) => rows.map((row) => row.getAttribute('data-ref') ?? ''));

/** Opens the models of a task, where they are not open, and answers with them in the order shown. */
export const openPool = async (options: Page, task: string): Promise<string[]> => {
  const opener = await find(options, 'button', `Models for ${task}`);
  if ((await opener.evaluate((button) => button.getAttribute('aria-expanded'))) !== 'true') {
    await opener.scrollIntoView();
    await opener.click();
  }
  const group = await find(options, 'group', task);
  return waitFor(`The models of ${task}`, 10_000, async () => {
    const refs = await shownRefs(group);
    return refs.length > 0 ? refs : null;
  });
};

/** Moves a model by the keyboard alone: to its button, and Enter as often as said. Answers with what the page says. */
export const moveByKeyboard = async (
  options: Page,
  task: string,
  name: string,
  way: 'up' | 'down',
  times: number,
): Promise<string> => {
  const group = await find(options, 'group', task);
  await (await find(group, 'button', `Move ${name} ${way}`)).focus();
  for (let count = 0; count < times; count++) await options.keyboard.press('Enter');
  return waitFor('What was moved', 10_000, () =>
    group.$$eval(
      '[role="status"]',
      (places, wanted) => places.map(({ textContent }) => textContent).find((text) => text.startsWith(wanted)) ?? null,
      name,
    ),
  );
};

/** Drags a row by its grip onto the upper half of another. */
export const dragBefore = async (options: Page, ref: string, before: string): Promise<void> => {
  const rowOf = async (one: string) => {
    const row = await options.$(`[data-ref="${one}"]`);
    if (row === null) throw new Error(`${one} is not in the pool.`);
    await row.scrollIntoView();
    return row;
  };
  const place = async (element: ElementHandle<Element> | null) => {
    const box = await element?.boundingBox();
    if (!box) throw new Error('There is nothing to drag.');
    return box;
  };
  const from = await rowOf(ref);
  const to = await rowOf(before);
  const grip = await place(await from.$('[aria-hidden="true"]'));
  const target = await place(to);
  await options.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await options.mouse.down();
  await options.mouse.move(grip.x + 2, target.y + target.height * 0.4, { steps: 6 });
  await options.mouse.move(grip.x + 2, target.y + target.height * 0.25, { steps: 2 });
  await options.mouse.up();
};

/** Ticks a model into a pool, found by a part of its name. */
export const tickIn = async (options: Page, task: string, name: string): Promise<void> => {
  const group = await find(options, 'group', task);
  await press(group, 'button', 'Add a model');
  const field = await find(group, 'searchbox', 'Find a model');
  await field.focus();
  await options.keyboard.type(name.split(' of ')[0] ?? name);
  await press(group, 'button', `Add ${name}`);
  await waitFor(`${name} in the pool`, 10_000, () =>
    group.$$eval(
      '[role="status"]',
      (places, wanted) => places.some(({ textContent }) => textContent.startsWith(`${wanted} was added`)) || null,
      name,
    ),
  );
};

/** Who is next for a task, as the page says, as soon as it says that it is this one. */
export const isNext = async (options: Page, task: string, model: string): Promise<string> => {
  const group = await find(options, 'group', task);
  return waitFor(`${model} as the next one`, 10_000, async () => {
    const said = await group.$eval('[data-testid^="next-"]', (element) => element.textContent.trim());
    return said.endsWith(model) ? said : null;
  });
};
