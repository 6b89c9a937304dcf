// Everyone who takes part, Rondo first.
import { aiFallback, aiRetry } from './ai.ts';
import { bare } from './bare.ts';
import type { Contender } from './contender.ts';
import { openai } from './openai.ts';
import { rondo } from './rondo.ts';

export const contenders: readonly Contender[] = [rondo, bare, openai, aiRetry, aiFallback];

export const contenderNamed = (name: string): Contender => {
  const found = contenders.find((contender) => contender.name === name);
  if (!found) throw new Error(`no contender is named ${name}`);
  return found;
};
