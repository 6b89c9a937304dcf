// Words looked for in what is kept: found in title or text, told with what stands around them, and marked.
import { expect, it } from 'vitest';
import { excerptAt, foundIn, marked } from '../../lib/domain/search.ts';

const talk = { title: 'Harbour museum', text: 'My grandfather kept the harbour light.' };

it('finds what holds every word, in the title or the text, whatever its capitals', () => {
  expect(foundIn(talk, 'LIGHT museum')).toBe(32);
  expect(foundIn(talk, 'museum')).toBe(0);
  expect(foundIn(talk, 'light house')).toBeNull();
  expect(foundIn(talk, '  ')).toBe(0);
  expect(foundIn({ title: '', text: 'Twice on thin ice.' }, 'ice')).toBe(14);
  expect(foundIn({ title: '', text: 'Twice.' }, 'ice')).toBe(2);
  expect(foundIn({ title: '', text: 'He asked (twice).' }, '(t')).toBe(9);
});

it('tells of a long text what stands around the place', () => {
  const text = `${'before '.repeat(30)}needle ${'after '.repeat(60)}`;
  const excerpt = excerptAt(text, text.indexOf('needle'));
  expect(excerpt).toMatch(/^… (before )+needle (after )+…$/);
  expect(excerpt.length).toBeLessThan(170);
  expect(excerptAt('short', 0)).toBe('short');
});

it('sets the words apart, and takes signs for what they are', () => {
  expect(marked('So (it) goes. So!', 'so (it)')).toEqual([
    { text: 'So', isHit: true },
    { text: ' ', isHit: false },
    { text: '(it)', isHit: true },
    { text: ' goes. ', isHit: false },
    { text: 'So', isHit: true },
    { text: '!', isHit: false },
  ]);
  expect(marked('So.', ' ')).toEqual([{ text: 'So.', isHit: false }]);
});
