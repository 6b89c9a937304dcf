// What a chat is to the loop: what it needs, how large it is, what it cost and how one attempt at it is made.
// Decides nothing about who is asked.
import { someVision, type Vision } from '../domain/abilities.ts';
import { type Fault, faultOf } from '../domain/fault.ts';
import type { ChatRequest } from '../domain/request.ts';
import type { HedgeSettings, OtherTry } from '../domain/settings.ts';
import type { EngineState } from '../domain/state.ts';
import type { Usage } from '../domain/trace.ts';
import type { Failed, Wire } from '../domain/wire.ts';
import type { Amounts } from '../limits/meters.ts';
import { estimateInput } from '../limits/tokens.ts';
import { type Asks, asksOf, inLightOf, visionOf } from '../routing/asks.ts';
import { expectedCost, type Need, type Purse } from '../routing/need.ts';
import { type Order, staying } from '../routing/route.ts';
import type { Target } from '../routing/targets.ts';
import { attemptChat, defaultOutput, type Ports } from './attempt.ts';
import type { Errand } from './errand.ts';
import { createPictures, type Pictures, type Sent } from './pictures.ts';

/** What the engine knows that a chat is made from; asked anew each time, since settings may change while it waits. */
export type ChatWorld = {
  ports: Ports;
  state: () => EngineState;
  targets: () => readonly Target[];
  purse: () => Purse;
  order: Order;
  /** Of the model that people had before their keys took turns. */
  usualPrice: { input: number; output: number } | null;
  hedge: () => HedgeSettings;
  otherTry: () => OtherTry;
  wireOf: (target: Target) => Wire;
};

const chatDeadline = 300_000;

const chatCost = (target: Target, usage: Usage): number =>
  expectedCost(target, usage.inputTokens ?? 0, usage.outputTokens ?? 0, 0);

const chatNeed = (request: ChatRequest, asks: Asks | undefined): Need => {
  const output = request.maxOutput ?? defaultOutput;
  const need: Need = { tokens: estimateInput(request) + output, output, bytes: null, seconds: null };
  return asks ? { ...need, asks } : need;
};

/** What an answer took from each meter; what it does not say is believed to be what was set aside. */
const tokensUsed = ({ inputTokens, outputTokens }: Usage): Amounts => {
  if (inputTokens === null || outputTokens === null) return {};
  const all = inputTokens + outputTokens;
  return { TPS: all, TPM: all, TPD: all, ITPM: inputTokens, OTPM: outputTokens };
};

const unfit = faultOf('unsupported_capability', 'request', 'A picture could not be made small enough for it.');
const cannotFit: Failed = { ok: false, failure: { status: null, headers: {}, body: '', fault: unfit } };

/**
 * What the request measured in the dimension of the fault. Of images that were too large by nobody knows how much, and
 * that can be made smaller, half is tried next.
 */
const sizeIn = (fault: Fault, need: Need, sent: Sent | undefined): number | null => {
  const { dimension, limit } = fault.limit;
  if (dimension === 'images_per_request') return need.asks?.images?.count ?? null;
  if (dimension !== 'image_bytes' && dimension !== 'image_pixels') return need.tokens;
  const size = (dimension === 'image_bytes' ? sent?.bytes : sent?.pixels) ?? null;
  return size !== null && limit === null && need.asks?.images?.scalable ? Math.floor(size / 2) : size;
};

/** An attempt with pictures: they are made to fit first. */
const withPictures =
  (
    request: ChatRequest,
    { ports, wireOf }: ChatWorld,
    pictures: Pictures,
    visionAt: (target: Target) => Vision,
    sent: Map<string, Sent>,
  ): Errand['attempt'] =>
  async (target, signal, onSign, isAlone) => {
    const fitted = await pictures.fittedTo(visionAt(target));
    if (!fitted) return cannotFit;
    sent.set(target.id, fitted.sent);
    const { messages } = fitted;
    return attemptChat(ports, target, wireOf(target), { ...request, messages }, signal, onSign, isAlone);
  };

export const chatErrand = (request: ChatRequest, world: ChatWorld): Errand => {
  const { ports, usualPrice, wireOf } = world;
  const asks = asksOf(request, ports.fitImage !== undefined);
  const size = chatNeed(request, asks);
  const pictures = asks?.images ? createPictures(request.messages, asks.images, ports.fitImage) : null;
  const sent = new Map<string, Sent>();
  const visionAt = (target: Target): Vision => visionOf(target, world.state(), ports.now()) || someVision;
  return {
    task: request.task,
    targets: world.targets,
    get need() {
      return { ...size, spend: world.purse() };
    },
    order: staying(world.order, request.stay),
    understand: (fault) => inLightOf(fault, asks),
    sizeOf: (fault, target) => sizeIn(fault, size, sent.get(target.id)),
    costOf: chatCost,
    baselineOf: ({ inputTokens, outputTokens }) =>
      usualPrice && inputTokens !== null && outputTokens !== null
        ? (inputTokens * usualPrice.input + outputTokens * usualPrice.output) / 1_000_000
        : null,
    usedBy: tokensUsed,
    attempt: pictures
      ? withPictures(request, world, pictures, visionAt, sent)
      : (target, signal, onSign, isAlone) =>
          attemptChat(ports, target, wireOf(target), request, signal, onSign, isAlone),
    ...(pictures ? { sendingMs: (target) => pictures.delay(visionAt(target)) } : {}),
    deadlineMs: request.deadlineMs ?? chatDeadline,
    get hedge() {
      return world.hedge();
    },
    get otherTry() {
      return world.otherTry();
    },
  };
};
