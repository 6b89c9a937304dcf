// The practice models' only gift: they find the sentences of a text that say most, and repeat them word for word.
// Scores by how often a sentence's words occur in the whole text and by its place. Never invents a word of its own.

const common = new Set(
  `a about above after again against all almost also although always am among an and another any are around as at
  away back be became because become been before began being below between both but by came can cannot come could did
  do does doing done down during each either else enough even ever every few first for from further get gets give given
  go goes had has have having he her here hers herself him himself his how however i if in indeed instead into is it its
  itself just keep kept last later least less let like made make makes many may me might more most much must my myself
  near nearly neither never next no nor not now of off often on once one only onto or other others our ours ourselves
  out over own part perhaps put quite rather really said same say says see seen several shall she should since so some
  something soon still such take taken than that the their theirs them themselves then there these they thing things
  this those though through thus to together too toward two under until up upon us use used using very was way we well
  went were what when where whether which while who whole whom whose why will with within without would yet you your
  yours yourself`.split(/\s+/),
);

export type Sentence = { text: string; at: number };

const isLabel = (line: string): boolean => line.trim().length < 40 && !/[.!?:…"”’)]\s*$/.test(line);

/** Prose without the marks of Markdown: no headings, tables, pictures or bare links. A blank line parts what belongs apart. */
export const proseOf = (text: string): string =>
  text
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split('\n')
    .filter((line) => !/^\s*(#{1,6}\s|\||[-=*_]{3,}\s*$|https?:\/\/\S+\s*$)/.test(line))
    .map((line) => line.replace(/^\s*(?:[-*+•>]|\d+[.)])\s+/, '\n').replace(/\*\*|__|`/g, ''))
    .map((line) => (isLabel(line) ? `\n${line}\n` : line))
    .join('\n');

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
const telling = (text: string): string[] => wordsOf(text).filter((word) => word.length > 2 && !common.has(word));

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Whole sentences in order. Lines that are no sentences (labels, menus) are left out where there are others. */
export const sentencesOf = (text: string): Sentence[] => {
  const list = proseOf(text)
    .split(/\n\s*\n/)
    .flatMap((paragraph) => [...segmenter.segment(paragraph.replace(/\s+/g, ' ').trim())])
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '');
  const whole = list.filter((sentence) => /[.!?…]["”’)]*$/.test(sentence) && wordsOf(sentence).length >= 4);
  // Speech that was written down without full stops is cut into pieces of twenty words.
  const all = (whole.length > 0 ? whole : list).flatMap((sentence) =>
    wordsOf(sentence).length > 80
      ? (sentence.match(/(?:\S+\s*){1,20}/g) ?? []).map((piece) => piece.trim())
      : [sentence],
  );
  return all.map((sentence, at) => ({ text: sentence, at }));
};

const weigh = (sentences: readonly Sentence[]): ((sentence: Sentence) => number) => {
  const counts = new Map<string, number>();
  for (const { text } of sentences) for (const word of telling(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  return ({ text, at }) => {
    const words = [...new Set(telling(text))];
    if (words.length === 0) return 0;
    const weight = words.reduce((sum, word) => sum + (counts.get(word) ?? 0) / most, 0) / (words.length + 4);
    const place = at === 0 ? 1.6 : at < 3 ? 1.2 : at === sentences.length - 1 ? 1.1 : 1;
    const length = wordsOf(text).length;
    // Asides and endless sentences both make poor points.
    const size = length < 8 ? 0.6 : length > 45 ? 0.7 : 1;
    return weight * place * size;
  };
};

const howMany = (count: number): number => (count <= 3 ? 1 : count <= 8 ? 3 : count <= 20 ? 4 : 5);

/** How much of the shorter one's words stands in the other too, from 0 to 1. */
const likeness = (one: string, other: string): number => {
  const [these, those] = [new Set(telling(one)), new Set(telling(other))];
  const shared = [...these].filter((word) => those.has(word)).length;
  return shared / Math.max(1, Math.min(these.size, those.size));
};

/** The sentences that say most, in the order of the text. Each stands word for word in it, none says another again. */
export const keySentences = (text: string, most = 5): string[] => {
  const sentences = sentencesOf(text);
  const weight = weigh(sentences);
  const ranked = sentences
    .map((sentence) => ({ sentence, weight: weight(sentence) }))
    .sort((a, b) => b.weight - a.weight || a.sentence.at - b.sentence.at);
  const picked: Sentence[] = [];
  for (const { sentence } of ranked) {
    if (picked.length >= Math.min(most, howMany(sentences.length))) break;
    if (picked.every((other) => likeness(other.text, sentence.text) < 0.6)) picked.push(sentence);
  }
  return picked.sort((a, b) => a.at - b.at).map(({ text: sentence }) => sentence);
};

const fences: readonly RegExp[] = [
  /(`{3,}|~{3,}|"{3,})[^\n]*\n([\s\S]*?)\n\1/g,
  /<([A-Za-z][\w:-]*)(?:\s[^>]*)?>([\s\S]*)<\/\1\s*>/g,
  /^[^\n]*\b(BEGIN|START)\b[^\n]*\n([\s\S]*)\n[^\n]*\b(?:END|STOP)\b[^\n]*$/gm,
  /^([-=*#_]{3,})[^\n]*\n([\s\S]*)\n\1[^\n]*$/gm,
];

/** A message is often instructions and, fenced in some way, the text they are about: this is the text. */
export const longPart = (message: string): string => {
  const inside = fences
    .flatMap((fence) => [...message.matchAll(fence)].map((match) => match[2] ?? ''))
    .sort((a, b) => b.length - a.length)[0];
  if (inside && (inside.length > 200 || inside.length > message.length * 0.3)) return inside.trim();
  // No fence: the first paragraph is the instruction where it ends with a colon.
  const [first = '', ...rest] = message.split(/\n\s*\n/);
  const after = rest.join('\n\n');
  return /:\s*$/.test(first) && after.length > first.length ? after.trim() : message.trim();
};

/** A bold lead and a list, in Markdown. */
export const summaryOf = (text: string): string => {
  const sentences = keySentences(text);
  if (sentences.length < 2) return sentences[0] ?? '';
  const weight = weigh(sentencesOf(text));
  const lead = [...sentences].sort(
    (a, b) =>
      Number(a.length > 200) - Number(b.length > 200) || weight({ text: b, at: 5 }) - weight({ text: a, at: 5 }),
  )[0];
  const points = sentences.filter((sentence) => sentence !== lead);
  return `**${lead}**\n\n${points.map((point) => `- ${point}`).join('\n')}`;
};
