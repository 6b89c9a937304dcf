// Captures as the background keeps them: begins and ends one at a time, and finds it again after its own death, since
// whoever records goes on meanwhile. How they stand is one value (captures-standing.ts), and each of these files says what
// it does to it: begin-capture.ts, hear-recorder.ts, find-capture.ts, current-capture.ts, capture-fate.ts.
import type { Captures } from '../../lib/domain/capture.ts';
import { type CaptureWish, type Started, start } from './begin-capture.ts';
import { forget, settle } from './capture-fate.ts';
import { notThere } from './capture-sentences.ts';
import { type CapturePorts, freshStanding, tell, viewOf } from './captures-standing.ts';
import { stop, throwAway } from './current-capture.ts';
import { recover } from './find-capture.ts';
import { hearRecorder } from './hear-recorder.ts';
import type { Agreed, Taken } from './kept-captures.ts';
import { refuse } from './replies.ts';

export type { CaptureWish } from './begin-capture.ts';
export type { CapturePorts } from './captures-standing.ts';
export type { TakeCaptured, Taken } from './kept-captures.ts';

export type CaptureController = {
  start(wish: CaptureWish): Promise<Started>;
  pause(): void;
  resume(): void;
  /** Ends the one that goes on and hands it over. */
  stop(): Promise<Taken>;
  /** Throws away the one that goes on, or one that was kept. */
  discard(id: string): Promise<void>;
  /** Hands over one that was kept. @param agreed null: a long one is told of first */
  handOver(id: string, agreed: Agreed): Promise<Taken>;
  view(): Captures;
  /** Looks after what an earlier life left behind; resolves once all of it is known. */
  recover(): Promise<void>;
};

export const createCaptures = (ports: CapturePorts): CaptureController => {
  const standing = freshStanding(ports);
  const { kept, fates } = standing;
  ports.line.listen(hearRecorder(standing));

  const sayCurrent = (type: 'pause' | 'resume'): void => {
    if (standing.current) ports.line.send({ type, id: standing.current.capture.id });
  };
  return {
    start: (wish) => start(standing, wish),
    pause: () => sayCurrent('pause'),
    resume: () => sayCurrent('resume'),
    stop: () => stop(standing),
    discard: async (id) => {
      const { current } = standing;
      // What was asked for first comes first; then there may be nothing left to throw away.
      if (fates.has(id)) await fates.get(id);
      else if (current?.capture.id === id) await throwAway(standing, current);
      await settle(standing, id, () => forget(standing, id));
      tell(standing);
    },
    handOver: async (id, agreed) => {
      const taken = await settle(standing, id, async () => {
        const capture = kept.find(id);
        return capture ? kept.handOver(capture, agreed) : refuse(notThere);
      });
      tell(standing);
      return taken;
    },
    view: () => viewOf(standing),
    recover: () => recover(standing),
  };
};
