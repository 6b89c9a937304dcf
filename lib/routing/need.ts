// What a request asks of a target, and what it takes from a target's meters and the user's purse. Pure.
import type { TargetId } from '../domain/settings.ts';
import type { Amounts } from '../limits/meters.ts';
import type { Asks } from './asks.ts';
import type { Target } from './targets.ts';

export type Need = {
  /** Input and output together, estimated; null for speech. */
  tokens: number | null;
  /** The part of the tokens that the answer may have at most. */
  output?: number;
  bytes: number | null;
  seconds: number | null;
  exclude?: readonly TargetId[];
  /** Of speech: times that are wanted. */
  times?: 'segments' | 'words';
  /** Of speech: who speaks has to be told. */
  speakers?: boolean;
  /** Of speech: all take turns at once. */
  spread?: boolean;
  /** What a chat asks for besides text. */
  asks?: Asks;
  /** What the user allows it to cost. */
  spend?: Purse;
};

export type Purse = {
  /** Nothing that costs money. */
  never: boolean;
  /** Most that this request may cost, in USD; null: no ceiling. */
  most: number | null;
  /** Most that an owner may cost in a month, in USD, by its id. */
  perMonth: Readonly<Record<string, number>>;
};

/** Where the length of a recording is unknown it is taken from its bytes, as if it were compressed well (32 kbit/s). */
const bytesPerSecond = 4_000;

export const secondsOf = (need: Need): number => need.seconds ?? (need.bytes ?? 0) / bytesPerSecond;

/** What the request takes from each meter of this target. */
export const amountsOf = (target: Target, need: Need): Amounts => {
  const calls = { RPS: 1, RPM: 1, RPD: 1 };
  if (need.tokens === null) {
    const seconds = Math.max(secondsOf(need), target.provider.leastAudioSeconds);
    return { ...calls, ASH: seconds, ASD: seconds };
  }
  const output = need.output ?? 0;
  return {
    ...calls,
    TPS: need.tokens,
    TPM: need.tokens,
    TPD: need.tokens,
    ITPM: need.tokens - output,
    OTPM: output,
    ...(need.asks?.images ? { IPM: need.asks.images.count } : {}),
  };
};

/**
 * What a target may be charged for a request before it is sent, in USD.
 * @param outputTokens the most that the answer may have
 */
export const expectedCost = (target: Target, inputTokens: number, outputTokens: number, seconds: number): number => {
  if (!target.costsMoney) return 0;
  const { price, pricePerHour } = target.model;
  const text = price ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : 0;
  return text + (pricePerHour ?? 0) * (seconds / 3_600);
};

/** Whether anybody can say what a call may cost: it costs nothing, or its price is known. */
export const isPriced = ({ costsMoney, model }: Target, need: Need): boolean =>
  !costsMoney || (need.tokens === null ? model.pricePerHour : model.price) !== null;

export const costOfNeed = (target: Target, need: Need): number => {
  if (!target.costsMoney) return 0;
  const output = need.output ?? 0;
  const seconds = need.tokens === null ? Math.max(secondsOf(need), target.provider.leastAudioSeconds) : 0;
  return expectedCost(target, (need.tokens ?? output) - output, output, seconds);
};
