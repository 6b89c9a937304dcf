// What a contender is to the bench: a way to ask the first of several places, and to go on to the next if it can.
import type { Place } from '../places.ts';

export type Told = {
  ok: boolean;
  /** What stands before the person in the end. */
  text: string;
  /** The model that the result names as its author. */
  model: string | null;
  outputTokens: number | null;
  /** What the person is told instead of an answer. */
  error: string | null;
};

export type Ask = (prompt: string, signal: AbortSignal) => Promise<Told>;

export type Contender = {
  name: string;
  /** Whether it can go on to another place by itself. */
  switches: boolean;
  open(
    places: readonly Place[],
    fetch: typeof globalThis.fetch,
  ): {
    stream: Ask;
    /** Null: it does nothing but streams. */
    json: Ask | null;
  };
};

export const maxOutput = 256;

export const said = (text: string, model: string | null, outputTokens: number | null): Told => ({
  ok: true,
  text,
  model,
  outputTokens,
  error: null,
});

export const refused = (error: unknown, text = ''): Told => ({
  ok: false,
  text,
  model: null,
  outputTokens: null,
  error: error instanceof Error ? error.message : String(error),
});
