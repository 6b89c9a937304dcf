// The practice farm: three known providers, one generic endpoint and a few web pages, all on the loopback address.
// For tests, benches and a first look at the product. Nothing here ever leaves this computer.
import type { FarmClock } from './clock.ts';
import { generic } from './generic.ts';
import { groq } from './groq.ts';
import type { Kind } from './kind.ts';
import { openai } from './openai.ts';
import { type Pages, startPages } from './pages.ts';
import { type Era, type PracticeProvider, startProvider } from './server.ts';
import { together } from './together.ts';

export type { FarmClock } from './clock.ts';
export type { Fault } from './faults.ts';
export type { KeyOptions } from './keys.ts';
export type { LogEntry } from './log.ts';
export type { Era, PracticeProvider } from './server.ts';

export type Farm = {
  groq: PracticeProvider;
  openai: PracticeProvider;
  together: PracticeProvider;
  generic: PracticeProvider;
  /** A web server with `/article`, `/long`, `/plain` and `/media`. */
  pages: Pick<Pages, 'url' | 'media'>;
  close(): Promise<void>;
};

export type FarmOptions = {
  /** How many times faster limits refill: 60 makes a minute last a second. Default 1. */
  timeScale?: number;
  /** Pause between the deltas of a stream. Default 15. */
  deltaMs?: number;
  /** First of five ports in a row: groq, openai, together, generic, pages. Default: any that are free. */
  port?: number;
  /** Default: the computer's. With another, limits refill, pauses last and the log is dated by that one. */
  clock?: FarmClock;
  /** How many times faster than it lasts a recording is written down, such as 20. Default: at once. */
  hearingSpeed?: number;
  /** Of when the lists of models are. Default: today. */
  era?: Era;
};

export const startFarm = async ({
  timeScale = 1,
  deltaMs = 15,
  port = 0,
  clock,
  era = 'today',
  hearingSpeed,
}: FarmOptions = {}): Promise<Farm> => {
  const start = (kind: Kind, index: number) =>
    startProvider(kind, { timeScale, deltaMs, clock, era, hearingSpeed, port: port === 0 ? 0 : port + index });
  const [first, second, third, fourth, pages] = await Promise.all([
    start(groq, 0),
    start(openai, 1),
    start(together, 2),
    start(generic, 3),
    startPages(port === 0 ? 0 : port + 4),
  ]);
  return {
    groq: first,
    openai: second,
    together: third,
    generic: fourth,
    pages: { url: pages.url, media: pages.media },
    async close() {
      await Promise.all([first, second, third, fourth, pages].map((server) => server.close()));
    },
  };
};
