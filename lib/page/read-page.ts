// Reads the page it stands in: the selection, else the article, else the visible text. Runs once, at the click,
// inside the page; changes nothing there and sends nothing anywhere.
import { isProbablyReaderable, Readability } from '@mozilla/readability';
import TurndownService from 'turndown';

export type PageText = { title: string; url: string; source: 'selection' | 'article' | 'page'; text: string };

/** Shorter than this, what Readability found is a teaser and not the article. */
const leastArticle = 500;
/** A selection of a word or two is a stray click. */
const leastSelection = 20;

const tidy = (text: string): string =>
  text
    .replace(/[\u200b-\u200f\u2060\ufeff\u{e0000}-\u{e007f}]/gu, '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const asMarkdown = (html: string): string => {
  const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' });
  turndown.remove(['script', 'style', 'noscript', 'iframe']);
  // Addresses and pictures cost tokens and tell a summary nothing.
  turndown.addRule('link', { filter: 'a', replacement: (content) => content });
  turndown.addRule('image', { filter: ['img', 'picture', 'video', 'audio'] as never, replacement: () => '' });
  return turndown.turndown(html);
};

const article = (page: Document): { title: string; text: string } | null => {
  if (!isProbablyReaderable(page)) return null;
  // Readability takes its document apart, so it gets a copy.
  const found = new Readability(page.cloneNode(true) as Document).parse();
  const text = tidy(asMarkdown(found?.content ?? ''));
  return found && text.length >= leastArticle ? { title: found.title ?? '', text } : null;
};

export const readPage = (page: Document, selection: string): PageText => {
  const shared = { title: tidy(page.title) || page.location.hostname, url: page.location.href };
  const chosen = tidy(selection);
  if (chosen.length >= leastSelection) return { ...shared, source: 'selection', text: chosen };
  const found = article(page);
  if (found) return { ...shared, title: tidy(found.title) || shared.title, source: 'article', text: found.text };
  return { ...shared, source: 'page', text: tidy(page.body?.innerText ?? '') };
};
