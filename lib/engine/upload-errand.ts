// What an upload is to the loop: what it needs, how large it is, what it cost and how one attempt at it is made.
// Decides nothing about who is asked; the order of turns is transcription's.
import type { Fault } from '../domain/fault.ts';
import type { TranscribeRequest } from '../domain/request.ts';
import type { OtherTry } from '../domain/settings.ts';
import type { Usage } from '../domain/trace.ts';
import type { Wire } from '../domain/wire.ts';
import type { Amounts } from '../limits/meters.ts';
import { isInSeconds } from '../limits/teachings.ts';
import { nothingInFlight } from '../routing/eligible.ts';
import { expectedCost, type Need, type Purse } from '../routing/need.ts';
import type { Order } from '../routing/route.ts';
import { lacksOfSpeech } from '../routing/speech.ts';
import type { Target } from '../routing/targets.ts';
import { turnOrder } from '../transcription/turns.ts';
import { attemptTranscription, type Ports } from './attempt.ts';
import type { Errand, Given } from './errand.ts';

export type UploadWorld = {
  ports: Ports;
  targets: () => readonly Target[];
  purse: () => Purse;
  /** What an hour costs with the model that people had before their keys took turns, in USD. */
  usualPerHour: number | null;
  otherTry: () => OtherTry;
  wireOf: (target: Target) => Wire;
};

const uploadDeadline = 600_000;

export const turns: Order = (targets, { state, need, now }, inFlight = nothingInFlight) =>
  turnOrder(targets, state.turn, {
    lacks: (target) => lacksOfSpeech(target, state, need, now),
    busy: need.spread ? ({ place }) => inFlight(place.key) : undefined,
  });

const uploadNeed = ({ audio, seconds, needs, speakers, spread, exclude }: TranscribeRequest): Need => ({
  tokens: null,
  bytes: audio.size,
  seconds,
  exclude,
  speakers,
  spread,
  ...(needs === 'text' ? {} : { times: needs }),
});

/**
 * What the request measured in the dimension of the fault. Where nobody knows by how much it was too large, half is tried
 * next: a proxy that takes 1 MB says no more than no, and to feel one's way down to that would cost an upload each time.
 */
const sizeIn = (need: Need, fault: Fault): number | null => {
  const size = isInSeconds(fault) ? need.seconds : need.bytes;
  return size !== null && fault.limit.limit === null ? Math.floor(size / 2) : size;
};

/** What is counted, and paid, for so many seconds. */
const counted = (seconds: number, { provider }: Target): number => Math.max(seconds, provider.leastAudioSeconds);

const costOf = (target: Target, usage: Usage, request: TranscribeRequest): number =>
  expectedCost(target, 0, 0, counted(usage.audioSeconds ?? request.seconds ?? 0, target));

const secondsUsed = ({ audioSeconds }: Usage, target: Target): Amounts => {
  if (audioSeconds === null) return {};
  const seconds = counted(audioSeconds, target);
  return { ASH: seconds, ASD: seconds };
};

const gaveNoTimes = ({ text, segments, words }: Given): boolean => text !== '' && !segments?.length && !words?.length;

export const uploadErrand = (request: TranscribeRequest, world: UploadWorld): Errand => {
  const { ports, usualPerHour, wireOf } = world;
  const size = uploadNeed(request);
  return {
    task: 'transcription',
    targets: world.targets,
    get need() {
      return { ...size, spend: world.purse() };
    },
    order: turns,
    understand: (fault) => fault,
    sizeOf: (fault) => sizeIn(size, fault),
    costOf: (target, usage) => costOf(target, usage, request),
    baselineOf: ({ audioSeconds }) =>
      usualPerHour !== null && audioSeconds !== null ? (usualPerHour * audioSeconds) / 3_600 : null,
    usedBy: secondsUsed,
    lackIn: (target, answer) =>
      request.needs !== 'text' && target.model.times !== 'none' && gaveNoTimes(answer) ? 'no_times' : null,
    attempt: (target, signal) => attemptTranscription(ports, target, wireOf(target), request, signal),
    deadlineMs: request.deadlineMs ?? uploadDeadline,
    // An upload is never sent twice on a guess.
    hedge: null,
    get otherTry() {
      return world.otherTry();
    },
  };
};
