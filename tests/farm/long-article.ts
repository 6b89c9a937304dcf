// A page of more than 60,000 words: a gazetteer of 35 towns that do not exist. No sentence stands in it twice, so that a
// test can tell which part of the text an answer came from, and whether a part was never read.
import { gazetteer } from './gazetteer.ts';

const starts = ['Ald', 'Brack', 'Cor', 'Dun', 'Elm', 'Fen', 'Gar'];
const ends = ['bury', 'ford', 'haven', 'mere', 'stow'];
const riverStarts = ['Ash', 'Bel', 'Cald', 'Der', 'Esk', 'Fal', 'Glen'];
const riverEnds = ['brook', 'water', 'bourne', 'beck', 'rill'];
const firstNames = ['Agnes', 'Bertram', 'Clara', 'Douglas', 'Edith', 'Francis', 'Greta'];
const lastNames = ['Arkwell', 'Brandreth', 'Collingdale', 'Dunmore', 'Eastlake'];

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** Repeatable, and different for each town, paragraph and slot. */
const numberFor = (town: number, paragraph: number, slot: number): number => {
  let mixed = Math.imul(town + 1, 0x9e3779b1) ^ Math.imul(paragraph + 1, 0x85ebca6b) ^ Math.imul(slot + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

const townOf = (index: number) => {
  const [row, column] = [index % 7, Math.floor(index / 7)];
  return {
    town: pick(starts, row) + pick(ends, column),
    other: pick(starts, row + 3) + pick(ends, column + 1),
    river: pick(riverStarts, row) + pick(riverEnds, column),
    name: `${pick(firstNames, row)} ${pick(lastNames, column)}`,
  };
};

const fill = (sentence: string, town: number, paragraph: number): string => {
  const names: Record<string, string> = townOf(town);
  let slot = 0;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    slot += 1;
    const known = names[name];
    if (known) return known;
    const number = numberFor(town, paragraph, slot);
    return name === 'year' ? String(1780 + (number % 190)) : String(Number(name) + (number % (Number(name) * 3)));
  });
};

const section = (town: number): string => {
  const paragraphs = gazetteer.map((sentences, paragraph) => {
    const text = sentences.map((sentence) => fill(sentence, town, paragraph)).join(' ');
    return `<p>${text}</p>`;
  });
  return `<h2>${townOf(town).town}</h2>\n${paragraphs.join('\n')}`;
};

export const longTitle = 'A Gazetteer of Thirty-Five Towns';

export const longPage = (): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${longTitle}</title></head>
<body>
  <header><nav><a href="/">Home</a> <a href="/maps">Maps</a> <a href="/help">Help</a></nav></header>
  <main>
    <article>
      <h1>${longTitle}</h1>
      ${Array.from({ length: 35 }, (_, town) => section(town)).join('\n')}
    </article>
  </main>
  <footer><p>Printed by the Practice Gazette.</p></footer>
</body>
</html>`;
