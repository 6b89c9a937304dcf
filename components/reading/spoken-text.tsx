// The text of a recording: paragraphs with their times in the margin, sentences that play when they are pressed, and a
// mark wherever something is missing or not there yet. Thousands of sentences: each paragraph is drawn again only when
// something of it changes.
import { type KeyboardEvent, type MouseEvent, memo, type RefObject, useCallback, useMemo } from 'react';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import { paragraphsOf, type Sentence, sentencesIn } from '../../lib/domain/sentence.ts';
import { placeIn } from '../words.ts';
import classes from './spoken-text.module.css';

export type Paragraph = { start: number; speaker: string | undefined; first: number; sentences: Sentence[] };

/** @returns every paragraph with the number of its first sentence in the whole */
export const useParagraphs = (entry: HistoryEntry | null): Paragraph[] =>
  useMemo(() => {
    let first = 0;
    return (entry === null ? [] : paragraphsOf(entry)).map((passages) => {
      const sentences = sentencesIn(passages);
      const paragraph = { start: passages[0]?.start ?? 0, speaker: passages[0]?.speaker, first, sentences };
      first += sentences.length;
      return paragraph;
    });
  }, [entry]);

/** Number of the sentence at this place of the recording; -1: before the first. */
const sentenceAt = (paragraphs: readonly Paragraph[], time: number): number => {
  // A seek lands a little before where it was sent.
  const now = time + 0.05;
  const paragraph = paragraphs.findLast(({ start }) => start <= now);
  if (paragraph === undefined) return -1;
  return (
    paragraph.first +
    Math.max(
      0,
      paragraph.sentences.findLastIndex(({ start }) => start <= now),
    )
  );
};

/** Reads off a player which sentence is in play; -1: nothing was played yet. */
export const useSentenceIn = (paragraphs: readonly Paragraph[]): ((audio: HTMLAudioElement) => number) =>
  useCallback(
    ({ paused, currentTime }) => (paused && currentTime === 0 ? -1 : sentenceAt(paragraphs, currentTime)),
    [paragraphs],
  );

type SpokenTextProps = {
  entry: HistoryEntry;
  paragraphs: readonly Paragraph[];
  /** Number of the sentence in play; -1: none. */
  playing: number;
  /** Null: there is nothing to play. */
  onPlay: ((seconds: number) => void) | null;
  /** Work goes on, so that what is not there yet will be. */
  isUnfinished: boolean;
  text: RefObject<HTMLDivElement | null>;
};

type Hole = { start: number; end: number; why: string; isPending: boolean };
type Row = { at: number; paragraph: Paragraph } | { at: number; hole: Hole };

const rowsOf = (paragraphs: readonly Paragraph[], { gaps, pending }: HistoryEntry): Row[] =>
  [
    ...paragraphs.map((paragraph): Row => ({ at: paragraph.start, paragraph })),
    ...gaps.map((gap): Row => ({ at: gap.start, hole: { ...gap, isPending: false } })),
    ...pending.map((span): Row => ({ at: span.start, hole: { ...span, why: '', isPending: true } })),
  ].toSorted((one, other) => one.at - other.at);

export const SpokenText = ({ entry, paragraphs, playing, onPlay, isUnfinished, text }: SpokenTextProps) => {
  const rows = useMemo(() => rowsOf(paragraphs, entry), [paragraphs, entry]);
  const press = (event: MouseEvent) => {
    // Whoever marks words to copy them does not want to hear them.
    if (onPlay === null || getSelection()?.isCollapsed === false) return;
    const start = (event.target as Element).closest<HTMLElement>('[data-start]')?.dataset.start;
    if (start !== undefined) onPlay(Number(start));
  };
  const reached = Math.max(
    0,
    paragraphs.findLastIndex(({ first }) => first <= Math.max(0, playing)),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the times in the margin are buttons that do the same
    <div
      ref={text}
      className={classes.text}
      data-testid="spoken"
      data-plays={onPlay !== null || undefined}
      onClick={press}
      onKeyDown={moveAmongTimes}
    >
      {rows.map((row) =>
        'hole' in row ? (
          <HoleLine key={`hole-${row.at}`} hole={row.hole} isUnfinished={isUnfinished} />
        ) : (
          <ParagraphRow
            key={row.at}
            paragraph={row.paragraph}
            playing={playsIn(row.paragraph, playing) ? playing : -1}
            plays={onPlay !== null}
            isStop={paragraphs[reached] === row.paragraph}
          />
        ),
      )}
    </div>
  );
};

const playsIn = ({ first, sentences }: Paragraph, playing: number): boolean =>
  playing >= first && playing < first + sentences.length;

/** The times are one stop for Tab; arrows go up and down among them. */
const moveAmongTimes = (event: KeyboardEvent<HTMLElement>) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const times = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${classes.time}`)];
  const at = times.indexOf(event.target as HTMLElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  times[at + step]?.focus();
};

type RowProps = { paragraph: Paragraph; playing: number; plays: boolean; isStop: boolean };

const ParagraphRow = memo(
  ({ paragraph: { start, speaker, first, sentences }, playing, plays, isStop }: RowProps) => (
    <div className={classes.row}>
      {plays ? (
        <button
          type="button"
          className={classes.time}
          data-start={start}
          tabIndex={isStop ? 0 : -1}
          aria-label={`Play from ${placeIn(start)}`}
        >
          {placeIn(start)}
        </button>
      ) : (
        <span className={classes.time}>{placeIn(start)}</span>
      )}
      {speaker === undefined ? null : <span className={classes.speaker}>{speaker}</span>}
      <p className={classes.words}>
        {sentences.map((sentence, place) => (
          <span key={sentence.start + sentence.text}>
            <span
              className={classes.sentence}
              data-start={sentence.start}
              data-sentence={first + place}
              data-playing={first + place === playing || undefined}
            >
              {sentence.text}
            </span>{' '}
          </span>
        ))}
      </p>
    </div>
  ),
  // Each time that more was read all paragraphs are new objects, and most say the same.
  (one, other) =>
    one.playing === other.playing &&
    one.plays === other.plays &&
    one.isStop === other.isStop &&
    isSame(one.paragraph, other.paragraph),
);

const isSame = (one: Paragraph, other: Paragraph): boolean =>
  one === other ||
  (one.first === other.first &&
    one.speaker === other.speaker &&
    one.sentences.length === other.sentences.length &&
    one.sentences.every(({ start, text }, place) => {
      const same = other.sentences[place];
      return same?.start === start && same.text === text;
    }));

const HoleLine = ({ hole, isUnfinished }: { hole: Hole; isUnfinished: boolean }) => {
  const { start, end, why, isPending } = hole;
  const span = `${placeIn(start)} to ${placeIn(end)}`;
  const isComing = isPending && isUnfinished;
  return (
    <p className={classes.hole} data-coming={isComing || undefined} data-testid="hole">
      <span className={classes.span}>{span}</span>{' '}
      {isComing ? 'is not written down yet' : isPending ? 'was not written down' : `is missing. ${why}`}
    </p>
  );
};
