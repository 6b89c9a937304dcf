// `npm run readme`: writes the table of providers in the README from their values. Changes nothing else, and nothing
// where the table is right already.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Provider } from '../lib/domain/provider.ts';
import { providers } from '../lib/providers/index.ts';

const file = fileURLToPath(new URL('../README.md', import.meta.url));

const head = ['| | key | summaries | transcriptions | largest upload |', '|---|---|---|---|---|'];
const endpoint = '| [any endpoint](docs/endpoints.md) | optional | after the others | in turn | learned |';

const turnWords = ({ transcription }: Provider, first: number): string => {
  if (transcription.models.length === 0) return 'no';
  return transcription.turn === first ? 'first in turn' : 'in turn';
};

const uploadWords = ({ transcription, uploads }: Provider): string => {
  if (transcription.models.length === 0) return '–';
  return uploads.maxBytes === null ? 'learned' : `${Math.floor(uploads.maxBytes / 1_000_000)} MB`;
};

const answersText = ({ models }: Provider): boolean => models.some(({ places }) => Object.keys(places).length > 0);

/** @param all everybody: who goes first at speech is told by comparison */
export const rowOf = (provider: Provider, all: readonly Provider[]): string => {
  const { name, keyPage, keyShape, firstPlan } = provider;
  const first = Math.min(...all.map(({ transcription }) => transcription.turn));
  const cells = [
    keyPage === null ? name : `[${name}](${keyPage})`,
    `${keyShape === null ? 'any' : `\`${keyShape.example}\``}${firstPlan === 'free' ? ', free to begin with' : ''}`,
    answersText(provider) ? 'yes' : 'no',
    turnWords(provider, first),
    uploadWords(provider),
  ];
  return `| ${cells.join(' | ')} |`;
};

/** The text with its table of providers as it has to be. */
export const withTable = (text: string, all: readonly Provider[]): string => {
  const rows = [...head, ...all.map((provider) => rowOf(provider, all)), endpoint].join('\n');
  return text.replace(/\| \| key \|[^\n]*\n(?:\|[^\n]*\n)*/, `${rows}\n`);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = readFileSync(file, 'utf8');
  const after = withTable(before, providers);
  if (after !== before) writeFileSync(file, after);
  console.log(after === before ? 'The table was right.' : 'The table was written anew.');
}
