// The pages to read.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Farm, startFarm } from './index.ts';
import { sentencesOf } from './key-sentences.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await startFarm();
});
afterAll(() => farm.close());

const articleOf = (html: string): string =>
  (/<article>([\s\S]*)<\/article>/.exec(html)?.[1] ?? '')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<\/(?:p|h\d|figcaption)>/g, '\n\n')
    .replace(/<[^>]*>/g, ' ');
const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
const page = async (path: string): Promise<string> => (await fetch(`${farm.pages.url}${path}`)).text();

test('the article has 700 to 1,000 words, and what surrounds articles', async () => {
  const html = await page('/article');
  const words = countWords(articleOf(html));
  expect(words).toBeGreaterThan(700);
  expect(words).toBeLessThan(1_000);
  for (const part of ['<nav', '<aside', '<footer', '<figure', 'cookies', 'Advertisement', '<title>'])
    expect(html).toContain(part);
});

test('the long page has more than 60,000 words and no sentence twice', async () => {
  const text = articleOf(await page('/long'));
  expect(countWords(text)).toBeGreaterThan(60_000);
  const sentences = sentencesOf(text).map((sentence) => sentence.text);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(text).not.toMatch(/[{}]|undefined|NaN/);
});

test('the plain page has no article, and other pages are not there', async () => {
  expect(await page('/plain')).not.toContain('<article');
  expect((await fetch(`${farm.pages.url}/nothing`)).status).toBe(404);
});
