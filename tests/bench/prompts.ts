// What is asked. The practice providers answer with key sentences of what they were given, or with the word that was
// wanted, so that the right answer is known beforehand.
import { sayTo } from '../farm/chat.ts';

const sentences = [
  'The river Arle rises in the hills above Marden and reaches the sea forty miles later at Port Sennen.',
  'Its water turned the wheels of eleven paper mills until the last of them, at Hollow Bridge, closed in 1931.',
  'Since then the river has had the valley to itself, and otters have come back as far as the weir at Tamblyn.',
  'In dry summers the Arle runs underground for the first two miles, and people cross its bed without knowing it.',
  'The council wants to raise the banks below the town, because the floods of 1968 and 2007 reached the market hall.',
  'Fishermen object that a raised bank would cut the river off from the meadows where the pike spawn in March.',
];

export const longPrompt = `Summarize this page.\n\n-----\n${sentences.join(' ')}\n-----`;
export const wholeAnswer = sayTo({
  ...{ model: '', stream: true, includeUsage: true, maxTokens: null, saysMaxTokens: false },
  messages: [{ role: 'user', content: longPrompt }],
});

/** Told apart by their number in the body of each call. */
export const shortPrompt = (number: number): string => `Request ${number}. Reply with the word ready.`;
export const numberIn = (body: unknown): number => Number(/Request (\d+)\./.exec(String(body))?.[1] ?? -1);
