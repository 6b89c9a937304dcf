// Reasons as sentences. Only for plan(), status and traces, never on the way of a request.
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { EngineState } from '../domain/state.ts';
import type { LeftOut, TargetName } from '../domain/trace.ts';
import type { Lack } from './asks.ts';
import type { Reason } from './eligible.ts';
import { costOfNeed, isPriced, type Need } from './need.ts';
import type { Target } from './targets.ts';

/** `Groq · gpt-oss-20b`: how a target is called in a sentence. The maker's prefix of a model id says nothing to people. */
export const spoken = (name: TargetName): string => `${name.ownerName} · ${name.model.split('/').at(-1) ?? name.model}`;

const clock = (until: number, now: number): string => {
  const seconds = Math.max(1, Math.round((until - now) / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
};

const inMillions = (number: number): string => String(Number((number / 1_000_000).toPrecision(3)));
const images = (number: number): string => (number === 1 ? 'one image' : `${number} images`);

const lacks: { [Of in Lack['of']]: (lack: { most: number; has: number }) => string } = {
  tools: () => 'It cannot call tools.',
  parallelTools: () => 'It calls one tool at a time, and this needs several.',
  json: () => 'It cannot be held to JSON.',
  vision: () => 'It takes no images.',
  speakers: () => 'It does not tell who speaks. Untick that, or add a key of a provider that does.',
  images: ({ most, has }) => `It takes ${images(most)} in one request, and this has ${has}.`,
  image_bytes: ({ most, has }) =>
    `It takes ${inMillions(most)} MB of images in one request, and these would be ${inMillions(has)} MB.`,
  image_pixels: ({ most, has }) =>
    `It takes images of ${inMillions(most)} megapixels, and one here has ${inMillions(has)}.`,
};

const whatIsLacking = (lack: Lack | undefined): string =>
  lack ? lacks[lack.of]({ most: 0, has: 0, ...lack }) : 'It cannot do what this request needs.';

const sentences: Record<
  LeftOut['code'],
  (target: Target, until: number | null, now: number, lack: Lack | undefined) => string
> = {
  off: (target) => `${target.name.ownerName} is switched off.`,
  unticked: (target) => `${target.name.ownerName} is not ticked for transcription.`,
  key_off: (target) => `This ${target.name.ownerName} key is switched off.`,
  key_invalid: (target) => `${target.name.ownerName} refused this key. Replace it, or validate it again.`,
  out_of_credit: (_target, until, now) =>
    `No credit is left there${until === null ? '' : `; Rondo looks again in ${clock(until, now)}`}.`,
  resting: (_target, until, now) => `Resting${until === null ? '' : ` for ${clock(until, now)}`}.`,
  model_retired: (target) => `${target.name.ownerName} has retired this model.`,
  model_missing: () => `This key cannot call this model.`,
  too_long: () => `The text is longer than it takes in one request.`,
  too_large: () => `The file is larger than it takes in one upload.`,
  lacks_ability: (_target, _until, _now, lack) => whatIsLacking(lack),
  model_off: () => `This model is switched off for this.`,
  costs_money: () => `It costs money, and “never spend” is on.`,
  over_ceiling: () => `It may cost more than you allow for one request.`,
  price_unknown: () =>
    `It costs money, nobody knows how much, and you set a limit. If it is free, mark its key as free.`,
  budget_spent: (target) => `Your budget for ${target.name.ownerName} is spent for this month.`,
  excluded: () => `It was asked already, and its answer was no good.`,
  full: (_target, until, now) =>
    `Its limit is used up${until === null ? ' by calls under way' : ` for ${clock(until, now)}`}.`,
};

export const explainLeftOut = (target: Target, reason: Reason, state: EngineState, now: number): LeftOut => {
  const { place } = target;
  const rest = [state.rests[place.target], state.rests[place.key], state.rests[place.owner]].find(
    (candidate) => candidate && candidate.until === reason.until,
  );
  const why = sentences[reason.code](target, reason.until, now, reason.lack);
  const because = reason.code === 'resting' && rest ? ` ${faultSentence(rest.fault)}` : '';
  return { target: target.name, code: reason.code, why: why + because, until: reason.until };
};

const faultWords: Record<FaultKind, string> = {
  invalid_key: 'The key was refused.',
  quota_exhausted: 'No credit is left.',
  rate_limited: 'Its limit was reached.',
  request_too_large: 'The request was larger than it takes in a minute.',
  context_too_long: 'The text was longer than it can hold.',
  file_too_large: 'The file was larger than it takes.',
  model_unavailable: 'The model is not to be had with this key.',
  unsupported_capability: 'It cannot do what was asked.',
  overloaded: 'It was overloaded.',
  server_error: 'It answered with an error of its own.',
  timeout: 'It stayed silent for too long.',
  endpoint_unreachable: 'It could not be reached.',
  content_blocked: 'It refused this content.',
  bad_request: 'It did not accept the request.',
  no_target: 'No key can take this now.',
  cancelled: 'Cancelled.',
};

/** What a fault means, in our words; the provider's own stand in `fault.message`. */
export const faultSentence = (fault: Fault): string => faultWords[fault.kind];

/**
 * Why the first of the ready targets is the first.
 * @param resting those that would have come before it if they did not rest
 */
export const whyFirst = (first: Target, resting: readonly Target[]): string => {
  const plan = first.free ? 'on a free plan' : first.key ? 'on a paid key' : 'your own endpoint';
  const before = resting.find((other) => other.name.owner !== first.name.owner);
  const instead = before ? ` ${before.name.ownerName} rests.` : '';
  return `First in order that can take it now, ${plan}.${instead}`;
};

/** Why nobody can be asked, for a person: the most telling reason first. */
export const whyNobody = (leftOut: readonly LeftOut[], need: Need): string => {
  if (leftOut.length === 0) return 'No key can do this yet. Add one in the settings.';
  const order: LeftOut['code'][] = [
    'resting',
    'full',
    'too_large',
    'too_long',
    'budget_spent',
    'over_ceiling',
    'price_unknown',
    'costs_money',
    'out_of_credit',
    'key_invalid',
    'lacks_ability',
  ];
  const telling = order.map((code) => leftOut.find((other) => other.code === code)).find(Boolean) ?? leftOut[0];
  if (!telling) return 'No key can do this yet.';
  const what = need.bytes !== null ? 'recording' : need.asks?.images ? 'request with its images' : 'text';
  return `No key can take this ${what} now. ${spoken(telling.target)}: ${telling.why}`;
};

const dollars = (usd: number): string => {
  if (usd === 0) return 'free';
  if (usd < 0.001) return 'less than $0.001';
  return `about $${usd.toFixed(usd < 0.1 ? 3 : 2)}`;
};

const costWords = (target: Target, need: Need): string => {
  if (!isPriced(target, need)) return 'at a price Rondo does not know';
  const usd = costOfNeed(target, need);
  const forHowLong = usd > 0 && need.seconds !== null ? ` for ${Math.round(need.seconds / 60)} min` : '';
  return dollars(usd) + forHowLong;
};

/** Who would be asked and, if that fails, who next, with what it may cost: one line, before anything is sent. */
export const sendLine = (ready: readonly Target[], need: Need): string => {
  const [first] = ready;
  if (!first) return '';
  const say = (target: Target) => `${target.name.ownerName}, ${costWords(target, need)}`;
  const then = ready.find((target) => target.name.owner !== first.name.owner);
  return then ? `${say(first)}; then ${say(then)}` : say(first);
};
