// What an upload asks of a speech model besides text: times, and who speaks. Which targets lack something of it, and
// what each can still take of a long recording. Pure.
import type { Left, UploadRoom } from '../domain/request.ts';
import type { EngineState } from '../domain/state.ts';
import { bucketId, lessonAbout } from '../limits/learn.ts';
import { usedAt } from '../limits/meters.ts';
import { spentBy } from '../limits/spend.ts';
import { bucketOf, passes, uploadCapacity } from './eligible.ts';
import type { Need } from './need.ts';
import type { Moment, Order, Sorted } from './route.ts';
import type { Target } from './targets.ts';

const fineness = { none: 0, segments: 1, words: 2 };

/** A model made to tell who speaks is the last choice where nobody asked for that. */
const wrongTool = 3;

/** How far the times that it gives are from those that are wanted. */
export const lacksOfSpeech = (target: Target, state: EngineState, need: Need, now: number): number => {
  if (target.model.speakers === 'always' && !need.speakers) return wrongTool;
  const times = lessonAbout(state.lessons, target.id, 'no_times', now) ? 'none' : target.model.times;
  return Math.max(0, fineness[need.times ?? 'none'] - fineness[times]);
};

const leftOf = (target: Target, dimension: 'ASH' | 'ASD', { state, now }: Moment): Left | null => {
  const meter = bucketOf(target, state, now)[dimension];
  return meter ? { limit: meter.limit, left: Math.max(0, meter.limit - usedAt(meter, now) - meter.pending) } : null;
};

const usdLeftOf = ({ name, costsMoney }: Target, { state, need, now }: Moment): number | null => {
  const budget = costsMoney ? need.spend?.perMonth[name.owner] : undefined;
  return budget === undefined ? null : Math.max(0, budget - spentBy(state.spend, name.owner, now));
};

/** @param sorted for an upload of the smallest size */
export const uploadRooms = ({ ready, leftOut }: Sorted, moment: Moment, order: Order): UploadRoom[] => {
  const { state, now } = moment;
  const later = leftOut.filter(({ reason }) => passes(reason));
  const readyAt = new Map(later.map(({ target, reason }) => [target.id, reason.until]));
  return order([...ready, ...later.map(({ target }) => target)], moment).map((target) => {
    const most = uploadCapacity(target, state, now);
    return {
      target: target.name,
      rank: 10 * lacksOfSpeech(target, state, moment.need, now) + target.provider.transcription.turn,
      readyAt: readyAt.has(target.id) ? (readyAt.get(target.id) ?? null) : now,
      maxBytes: most.bytes,
      maxSeconds: most.seconds,
      leastSeconds: target.provider.leastAudioSeconds,
      meter: bucketId(state, target.place),
      hour: leftOf(target, 'ASH', moment),
      day: leftOf(target, 'ASD', moment),
      usdPerHour: target.costsMoney ? target.model.pricePerHour : 0,
      usdLeft: usdLeftOf(target, moment),
    };
  });
};
