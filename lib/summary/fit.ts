// Cuts a text to what a target takes, at a paragraph, and says how much of it that is. Pure.
import { estimateTokens } from '../limits/tokens.ts';

export type Fitted = { text: string; share: number };

/** The longest beginning of one paragraph that fits, ending at a sentence or at least at a word. */
const cutParagraph = (paragraph: string, mostTokens: number): string => {
  let [fits, tooLong] = [0, paragraph.length];
  while (tooLong - fits > 32) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (estimateTokens(paragraph.slice(0, middle)) <= mostTokens) fits = middle;
    else tooLong = middle;
  }
  const part = paragraph.slice(0, fits);
  const end = Math.max(part.lastIndexOf('. '), part.lastIndexOf('! '), part.lastIndexOf('? '), part.lastIndexOf('。'));
  return end > fits / 2 ? part.slice(0, end + 1) : part.slice(0, Math.max(part.lastIndexOf(' '), 0)) || part;
};

/** @returns the text as it is where it fits; `share` is 0 to 1, by characters */
export const fitText = (text: string, mostTokens: number): Fitted => {
  if (estimateTokens(text) <= mostTokens) return { text, share: 1 };
  const paragraphs = text.split(/\n{2,}/);
  const kept: string[] = [];
  let left = mostTokens;
  for (const paragraph of paragraphs) {
    const tokens = estimateTokens(paragraph) + 1;
    if (tokens > left) break;
    kept.push(paragraph);
    left -= tokens;
  }
  // A heading before one long paragraph must not be all that is read.
  const next = left > mostTokens / 2 ? cutParagraph(paragraphs[kept.length] ?? '', left - 1) : '';
  const cut = [...kept, next].filter((part) => part !== '').join('\n\n');
  return { text: cut, share: text.length === 0 ? 1 : cut.length / text.length };
};
