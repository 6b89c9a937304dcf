// @vitest-environment jsdom
// What Rondo says in a page while somebody dictates: seen by the person, and not to be read by the page.
import { expect, it } from 'vitest';
import { createWriter } from '../../lib/page/writer.ts';

const hosts = () =>
  [...document.documentElement.children].filter((element) => element.getAttribute('role') === 'status');

it('what is said in a page cannot be read by that page, nor looked for by a name', () => {
  createWriter(document).say('Rondo is listening.');
  const [host] = hosts();
  expect(host?.shadowRoot).toBeNull();
  expect(host?.id).toBe('');
  expect(document.documentElement.outerHTML).not.toContain('listening');
});

it('takes the place of what was said before, and goes at an empty word', () => {
  const writer = createWriter(document);
  const before = hosts().length;
  writer.say('One.');
  writer.say('Two.');
  expect(hosts()).toHaveLength(before + 1);
  writer.say('');
  expect(hosts()).toHaveLength(before);
});
