// Whether an answer can be what was said in its chunk. Speech models answer every request with status 200, also where
// they stopped half-way, went in circles, or wrote a text for silence; each guard looks for one of these and says in a
// sentence what it found. A judgement only: whoever asked decides who is asked again. Pure.
import type { Chunk, Span } from '../domain/audio.ts';

import type { ChunkAnswer, Segment } from '../domain/transcript.ts';
import { shareInScript } from './language.ts';
import { loopIn } from './loops.ts';
import { piecesOf, plain, wordCount } from './words.ts';

export type Flaw = 'nothing' | 'few' | 'many' | 'hole' | 'loop' | 'script' | 'silence' | 'prompt' | 'doubt';
export type Verdict = { ok: true } | { ok: false; flaw: Flaw; reason: string };

export type Judging = {
  chunk: Chunk;
  /** ISO 639-1; absent: not known yet. */
  language?: string;
  /** Words for each second of voice in this recording, see `usualPace`; null: not known yet. */
  pace: number | null;
  /** What the model was told beforehand. */
  prompt?: string;
};

const overlapOf = (one: Span, other: Span): number =>
  Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
const voiceIn = ({ voice }: Chunk, span: Span): number => voice.reduce((sum, part) => sum + overlapOf(part, span), 0);

/** Words for each second of voice. */
export const paceOf = (text: string, { voiced }: Chunk): number => wordCount(text) / Math.max(voiced, 1);

/** So many chunks tell how fast somebody speaks. */
const enoughPaces = 3;
/** The middle one of what was found in good answers; null: too few by now. */
export const usualPace = (paces: readonly number[]): number | null =>
  paces.length < enoughPaces ? null : (paces.toSorted((one, other) => one - other)[paces.length >> 1] ?? null);

/** What models write where nobody speaks: ends of films and channels. Right elsewhere, so that silence decides. */
const endings = [
  ...['thank you', 'thank you for watching', 'thanks for watching', 'please subscribe', 'bye', 'you', 'the end'],
  ...[
    'subtitles by the amara org community',
    'untertitel der amara org community',
    'vielen dank',
    'untertitel im auftrag des zdf',
  ],
  ...[
    'sous titres réalisés par la communauté d amara org',
    'merci d avoir regardé cette vidéo',
    'gracias por ver el video',
  ],
  ...[
    'subtítulos realizados por la comunidad de amara org',
    'obrigado',
    'legendas pela comunidade amara org',
    'terima kasih',
  ],
  ...[
    'sottotitoli creati dalla comunità amara org',
    'продолжение следует',
    'субтитры сделал dimatorzok',
    'спасибо за просмотр',
  ],
  ...[
    'ご視聴ありがとうございました',
    '字幕由 amara org 社区提供',
    '谢谢观看',
    '시청해주셔서 감사합니다',
    'شكرا على المشاهدة',
  ],
].map(plain);
const isEnding = (text: string): boolean => endings.includes(plain(text));

/** Both together mean that a segment is none (openai/whisper's own thresholds). */
const [likelySilence, unlikelyText] = [0.6, -1];
/** A segment with less voice than this in it has no voice in it. */
const leastVoice = 0.2;

const isOnSilence = (chunk: Chunk, { start, end, text, quality }: Segment): boolean => {
  const says = quality?.noSpeech != null && quality.logProbability != null;
  if (says && (quality.noSpeech ?? 0) > likelySilence && (quality.logProbability ?? 0) < unlikelyText) return true;
  const span = { start: chunk.start + start, end: chunk.start + Math.max(end, start + leastVoice) };
  return isEnding(text) && voiceIn(chunk, span) < leastVoice;
};

/** The answer without what stands on silence. */
export const withoutSilence = (answer: ChunkAnswer, chunk: Chunk): ChunkAnswer => {
  const { segments, words } = answer;
  const dropped = segments?.filter((segment) => isOnSilence(chunk, segment)) ?? [];
  if (!segments || dropped.length === 0) return answer;
  const kept = segments.filter((segment) => !dropped.includes(segment));
  const isDropped = (word: Segment) => dropped.some((one) => overlapOf(one, word) > (word.end - word.start) / 2);
  return {
    ...answer,
    text: kept.map(({ text }) => text.trim()).join(' '),
    segments: kept,
    ...(words ? { words: words.filter((word) => !isDropped(word)) } : {}),
  };
};

const flawed = (flaw: Flaw, reason: string): Verdict => ({ ok: false, flaw, reason });
const seconds = (count: number): string => `${Math.round(count)} s`;
const few = (number: number): string => number.toFixed(1);

type Guard = (answer: ChunkAnswer, judging: Judging) => Verdict | null;

/** Shorter voice may be a cough. */
const surelyVoice = 3;
const saysNothing: Guard = ({ text }, { chunk }) =>
  wordCount(text) === 0 && chunk.voiced >= surelyVoice
    ? flawed('nothing', `Nothing was written, though there are ${seconds(chunk.voiced)} of voice.`)
    : null;

const isEndingOnSilence: Guard = ({ text }, { chunk }) =>
  isEnding(text) && chunk.voiced < 1
    ? flawed('silence', `“${text.trim()}” was written where hardly anybody speaks: models write that on silence.`)
    : null;

const isPrompt: Guard = ({ text }, { prompt = '' }) =>
  piecesOf(prompt).length >= 3 && plain(text).includes(plain(prompt))
    ? flawed('prompt', 'The words to know were written down instead of what was said.')
    : null;

const goesInCircles: Guard = ({ text, segments = [] }) => {
  const loop = loopIn(text);
  if (loop) return flawed('loop', `“${loop.phrase}” was written ${loop.times} times in a row.`);
  // openai/whisper's own threshold; short segments reach it by themselves.
  const tight = segments.find((one) => (one.quality?.compression ?? 0) > 2.4 && wordCount(one.text) >= 12);
  return tight ? flawed('loop', `“${tight.text.trim().slice(0, 60)}…” says the same over and over.`) : null;
};

/** Names and quotations are written in other scripts, whole texts are not. */
const [leastInScript, fewLetters] = [0.5, 20];
const isInWrongScript: Guard = ({ text }, { language }) =>
  language !== undefined && text.length >= fewLetters && shareInScript(text, language) < leastInScript
    ? flawed('script', `It was written in another script than that of the language (${language}).`)
    : null;

/** Below this share of the usual pace words are missing (TypeWhisper: 1.2 words a second where 2.2 are usual). */
const leastShare = 0.6;
/** Where nothing is known of the speaker: less than the slowest. */
const leastPace = 0.6;
/** Less voice than this has no pace. */
const pacedVoice = 20;
const hasTooFewWords: Guard = ({ text }, { chunk, pace }) => {
  const least = pace === null ? leastPace : Math.max(leastPace, leastShare * pace);
  const own = paceOf(text, chunk);
  return chunk.voiced >= pacedVoice && own < least
    ? flawed(
        'few',
        `There are ${few(own)} words for each second of voice${pace === null ? '' : `, and ${few(pace)} elsewhere in this recording`}.`,
      )
    : null;
};

/** Nobody speaks faster (auctioneers reach four to six words a second); and what is too soft to count as voice. */
const [mostPace, softVoice] = [8, 3];
const hasTooManyWords: Guard = ({ text }, { chunk }) =>
  wordCount(text) > mostPace * (chunk.voiced + softVoice)
    ? flawed('many', `${Math.round(wordCount(text))} words were written for ${seconds(chunk.voiced)} of voice.`)
    : null;

/**
 * So much voice without a word between two words, or before or after all of them, is a piece that was left out; in a
 * chunk with little voice a third of it is.
 */
const [longHole, leastHole] = [8, 3];
const holeIn = ({ voiced }: Chunk): number => Math.min(longHole, Math.max(leastHole, voiced / 3));
const hasHole: Guard = ({ segments, words }, { chunk }) => {
  const parts = words?.length ? words : (segments ?? []);
  if (parts.length === 0) return null;
  const heard = parts.map(({ start, end }) => ({ start: chunk.start + start, end: chunk.start + end }));
  const edges = [{ start: chunk.start, end: chunk.start }, ...heard.toSorted((one, other) => one.start - other.start)];
  let until = chunk.start;
  for (const [place, { end }] of edges.entries()) {
    until = Math.max(until, end);
    const next = edges[place + 1]?.start ?? chunk.end;
    const voiced = next > until ? voiceIn(chunk, { start: until, end: next }) : 0;
    if (voiced >= holeIn(chunk))
      return flawed('hole', `Nothing was written for ${seconds(voiced)} of voice in one place.`);
  }
  return null;
};

const isInDoubt: Guard = ({ segments = [] }) => {
  const told = segments.flatMap(({ start, end, quality }) =>
    quality?.logProbability == null ? [] : [{ length: end - start, sure: quality.logProbability >= unlikelyText }],
  );
  const all = told.reduce((sum, { length }) => sum + length, 0);
  const unsure = told.reduce((sum, { length, sure }) => sum + (sure ? 0 : length), 0);
  return unsure > all / 2 ? flawed('doubt', 'The model itself was unsure of most of it.') : null;
};

/** The first that finds something decides; what is most telling comes first. */
const guards: readonly Guard[] = [
  ...[saysNothing, isEndingOnSilence, isPrompt, goesInCircles, isInWrongScript],
  ...[hasTooFewWords, hasTooManyWords, hasHole, isInDoubt],
];

/** @param answer as `withoutSilence` has left it */
export const judge = (answer: ChunkAnswer, judging: Judging): Verdict => {
  for (const guard of guards) {
    const verdict = guard(answer, judging);
    if (verdict) return verdict;
  }
  return { ok: true };
};

/** Two answers with this share of words in common say the same. */
const sameShare = 0.8;

/**
 * Whether two answers of different models say the same. A guard can be mistaken (applause is voice to it, and a song
 * repeats itself): what two who do not know of each other have heard is what there is to hear.
 */
export const agree = (one: string, other: string): boolean => {
  const [ones, others] = [one, other].map((text) =>
    piecesOf(text)
      .map(plain)
      .filter((word) => word !== ''),
  );
  if (!ones || !others) return false;
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of ones) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return 2 * shared >= sameShare * (ones.length + others.length);
};
