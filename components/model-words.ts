// How models are said to a person: prices, windows, abilities, ends, limits and how they stand. Words only.
import type { BelievedLimit, ListedModel, PoolRow } from '../lib/domain/pool.ts';
import { limitSize, timeLeft } from './words.ts';

/** The maker's prefix of a model id says little to people. */
export const shortModel = (model: string): string => model.split('/').at(-1) || model;

/** At least cents, and below a dollar the three digits that tell prices apart. */
const exact = (usd: number): string => {
  const digits = String(Number(usd.toPrecision(usd < 1 ? 3 : 6)));
  return `$${/\.\d{2}/.test(digits) ? digits : usd.toFixed(2)}`;
};

type Priced = Pick<ListedModel, 'price' | 'pricePerHour'>;

/** `$0.075 / $0.30`, `$0.04 an hour`; empty where nobody knows. */
export const priceWords = ({ price, pricePerHour }: Priced): string => {
  if (price) return `${exact(price.input)} / ${exact(price.output)}`;
  return pricePerHour === null ? '' : `${exact(pricePerHour)} an hour`;
};

export const longPriceWords = ({ price, pricePerHour }: Priced): string => {
  if (price) return `${exact(price.input)} in and ${exact(price.output)} out per million tokens`;
  return pricePerHour === null ? 'Its price is not known' : `${exact(pricePerHour)} for an hour of audio`;
};

/** `131k`, `1M`; empty where nobody knows. */
export const windowWords = (tokens: number | null): string => {
  if (tokens === null) return '';
  if (tokens >= 1_000_000) return `${Number((tokens / 1_000_000).toFixed(1))}M`;
  return tokens >= 1_000 ? `${Math.floor(tokens / 1_000)}k` : String(tokens);
};

/** A single word, and what it means. */
export type AbilityWord = { word: string; long: string };

/** What it is known to be able to do. */
export const abilityWords = ({ abilities }: Pick<ListedModel, 'abilities'>): AbilityWord[] => {
  const { tools, parallelTools, json, vision } = abilities;
  const images = vision ? vision.images : null;
  return [
    ...(tools ? [{ word: 'tools', long: parallelTools ? 'calls tools, several at once' : 'calls tools' }] : []),
    ...(json ? [{ word: 'JSON', long: 'can be held to JSON' }] : []),
    ...(vision
      ? [{ word: 'images', long: images === null ? 'looks at images' : `looks at up to ${images} images at once` }]
      : []),
  ];
};

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** An ISO day, or month, as people write it: `14 Jan 2027`. */
export const dateWords = (iso: string): string => {
  if (/^\d{4}-\d{2}$/.test(iso)) return dayWords.format(Date.parse(`${iso}-01`)).replace(/^\d+ /, '');
  const day = Date.parse(iso);
  return Number.isNaN(day) ? iso : dayWords.format(day);
};

/** `ends 14 Jan 2027 → gpt-6-luna`; null where no end is known. */
export const endWords = ({ retirement, state }: Pick<PoolRow, 'retirement' | 'state'>): string | null => {
  if (!retirement) return null;
  const { on, when, successor } = retirement;
  const then = successor === null ? '' : ` → ${shortModel(successor)}`;
  if (when !== 'over') return `ends ${dateWords(on)}${then}`;
  return `ended ${dateWords(on)}${state === 'model_retired' ? '' : ', still served to you'}${then}`;
};

const stateWords: Record<PoolRow['state'], string> = {
  ready: 'Ready',
  no_key: 'No key',
  off: 'Switched off',
  key_off: 'Key switched off',
  key_invalid: 'Key refused',
  out_of_credit: 'Out of credit',
  resting: 'Resting',
  model_retired: 'Retired',
  model_missing: 'Not on your key’s list',
  too_long: 'Too small',
  too_large: 'Too small',
  unticked: 'Not ticked for transcription',
  lacks_ability: 'Cannot do this',
  model_off: 'Off',
  costs_money: 'Costs money',
  price_unknown: 'Price not known',
  over_ceiling: 'Above your ceiling',
  budget_spent: 'Budget spent',
  excluded: 'Left out',
  full: 'Limit used up',
};

export const rowStateWords = ({ state, until }: Pick<PoolRow, 'state' | 'until'>, now: number): string => {
  const left = (state === 'resting' || state === 'full') && until !== null && until > now;
  return left ? `${stateWords[state]}, ${timeLeft(until - now)} left` : stateWords[state];
};

const number = new Intl.NumberFormat('en');

/** What is counted over which time. Limits on the same thing are said in one breath. */
const rates: Partial<Record<BelievedLimit['dimension'], [what: string, time: string]>> = {
  RPS: ['requests', 'a second'],
  RPM: ['requests', 'a minute'],
  RPD: ['requests', 'a day'],
  TPS: ['tokens', 'a second'],
  TPM: ['tokens', 'a minute'],
  TPD: ['tokens', 'a day'],
  ITPM: ['tokens in', 'a minute'],
  OTPM: ['tokens out', 'a minute'],
  IPM: ['images', 'a minute'],
  ASH: ['of audio', 'an hour'],
  ASD: ['of audio', 'a day'],
};

const lengthWords = (seconds: number): string =>
  seconds % 3_600 === 0 ? `${number.format(seconds / 3_600)} h` : `${number.format(Math.floor(seconds / 60))} min`;

const amountWords = ({ dimension, limit }: Limit): string =>
  dimension === 'ASH' || dimension === 'ASD' ? lengthWords(limit) : number.format(limit);

const sizeWords = ({ dimension, limit }: Limit): string => {
  if (dimension === 'bytes') return `uploads up to ${limitSize(limit)}`;
  if (dimension === 'audio_seconds') return `recordings up to ${lengthWords(limit)}`;
  return `${dimension} ${number.format(limit)}`;
};

type Limit = Pick<BelievedLimit, 'dimension' | 'limit'>;

/** `30 requests a minute and 1,000 a day, 8,000 tokens a minute`. */
export const limitWords = (limits: readonly Limit[]): string => {
  const kinds = Map.groupBy(limits, ({ dimension }) => rates[dimension]?.[0] ?? dimension);
  return [...kinds]
    .map(([what, own]) =>
      own
        .map((limit, index) => {
          const [, time] = rates[limit.dimension] ?? [];
          if (time === undefined) return sizeWords(limit);
          const thing = limit.limit === 1 ? what.replace(/s(?= |$)/, '') : what;
          return `${amountWords(limit)}${index === 0 ? ` ${thing}` : ''} ${time}`;
        })
        .join(' and '),
    )
    .join(', ');
};

const sourceWords: Record<BelievedLimit['source'], string> = {
  given: 'as you said, unconfirmed',
  default: 'default, unconfirmed',
  header: 'as its answers say',
  error: 'as a refusal said',
};

const sources: readonly BelievedLimit['source'][] = ['header', 'error', 'given', 'default'];

/** One line for each source: `60 requests a minute, 60,000 tokens a minute (default, unconfirmed)`. */
export const limitLines = (limits: readonly BelievedLimit[]): string[] =>
  sources.flatMap((source) => {
    const own = limits.filter((limit) => limit.source === source);
    return own.length === 0 ? [] : [`${limitWords(own)} (${sourceWords[source]})`];
  });
