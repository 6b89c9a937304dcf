// "Why this model?" in one sentence, from the trace: who answered and what kept the others from it. Words only.
import type { Fault } from '../lib/domain/fault.ts';
import type { Attempt, LeftOut, TargetName, Trace } from '../lib/domain/trace.ts';
import { dollars } from './money.ts';
import { faultWords } from './words.ts';

const list = new Intl.ListFormat('en');

/** Asked in case the one before stayed silent, and not needed after all. */
export const wasNotNeeded = (fault: Fault | null): boolean =>
  fault?.kind === 'cancelled' && fault.message === 'Another answered first.';

export const attemptWords = ({ fault }: Attempt): string => {
  if (fault === null) return 'answered';
  return wasNotNeeded(fault) ? 'was not needed: another answered first' : faultWords[fault.kind];
};

/** What it cost: nothing on a free plan, and on a paid one an estimate from its list of prices. */
export type Cost = { usd: number; paid: boolean };

const costSentence = ({ usd, paid }: Cost): string =>
  usd > 0 ? ` It cost ${usd < 0.0001 ? '' : 'about '}${dollars(usd)}.` : paid ? ' What it cost is not known.' : '';

/** The maker's prefix of a model id says nothing to people. */
const shortModel = ({ model }: TargetName): string => model.split('/').at(-1) ?? model;

type Failed = { target: TargetName; fault: Fault };

const failedBefore = (trace: Trace): Failed[] =>
  trace.attempts.flatMap(({ target, fault }) => (fault === null || wasNotNeeded(fault) ? [] : [{ target, fault }]));

/** One clause for each provider, with the last thing it said. */
const clauses = (failed: readonly Failed[]): string => {
  const said = new Map(failed.map(({ target, fault }) => [target.ownerName, faultWords[fault.kind]]));
  return list.format([...said].map(([name, words]) => `${name} ${words}`));
};

const codesOfState: readonly LeftOut['code'][] = ['resting', 'full', 'out_of_credit', 'key_invalid'];
const stateWords: Partial<Record<LeftOut['code'], string>> = {
  resting: 'was resting',
  full: 'had used up its limit',
  out_of_credit: 'was out of credit',
  key_invalid: 'had refused its key',
};

/** Those who could not be asked at that moment, though they could at another. */
const keptAway = (trace: Trace, owner: string): string => {
  const said = new Map<string, string>();
  for (const { target, code } of trace.leftOut)
    if (target.owner !== owner && codesOfState.includes(code)) said.set(target.ownerName, stateWords[code] ?? '');
  return list.format([...said].map(([name, words]) => `${name} ${words}`));
};

/** The same provider answered after all: by another key, by another model, or when asked again. */
const afterAll = (target: TargetName, { target: before, fault }: Failed): string => {
  const words = faultWords[fault.kind];
  if (before.keyId !== target.keyId)
    return `Another ${target.ownerName} key answered because the one before it ${words}`;
  if (before.model !== target.model)
    return `${target.ownerName} answered with ${shortModel(target)} because ${shortModel(before)} ${words}`;
  return `${target.ownerName} answered when it was asked again; before, it ${words}`;
};

const answered = (trace: Trace, target: TargetName, free: string): string => {
  const failed = failedBefore(trace);
  const others = failed.filter((each) => each.target.owner !== target.owner);
  if (others.length > 0) return `${target.ownerName} answered because ${clauses(others)}`;
  const own = failed.at(-1);
  if (own !== undefined) return afterAll(target, own);
  const [first] = trace.attempts.toSorted((one, other) => one.startedAt - other.startedAt);
  if (first !== undefined && first.target.owner !== target.owner)
    return `${target.ownerName} answered sooner than ${first.target.ownerName}, which was asked first`;
  const away = keptAway(trace, target.owner);
  return away === ''
    ? `${target.ownerName} was first in order${free}`
    : `${target.ownerName} was first of those that could be asked: ${away}`;
};

/** The sentence that opens the trace; empty where the trace itself says all there is. */
export const whyWords = (trace: Trace, cost: Cost): string => {
  const answer = trace.attempts.find(({ fault }) => fault === null);
  if (answer === undefined) {
    const failed = failedBefore(trace);
    return failed.length === 0 ? '' : `Nobody answered: ${clauses(failed)}.`;
  }
  const isFree = cost.usd === 0 && !cost.paid;
  const sentence = answered(trace, answer.target, isFree ? ' and free' : '');
  const alreadySaid = sentence.endsWith(' and free');
  return `${sentence}.${isFree && !alreadySaid ? ' It was free.' : costSentence(cost)}`;
};

const forMoney: Partial<Record<LeftOut['code'], string>> = {
  costs_money: '“never spend” is on',
  over_ceiling: 'a request there may cost more than you allow for one',
  budget_spent: 'the budget for this month is spent',
};

export const isForMoney = (code: LeftOut['code']): boolean => forMoney[code] !== undefined;

/** Who is left out only for what the person allows to be spent; empty where nobody. */
export const heldBack = (leftOut: readonly LeftOut[]): string => {
  const first = leftOut.find(({ code }) => isForMoney(code));
  if (first === undefined) return '';
  const names = [...new Set(leftOut.filter(({ code }) => code === first.code).map(({ target }) => target.ownerName))];
  return `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} left out: ${forMoney[first.code]}.`;
};
