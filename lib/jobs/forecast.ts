// What a recording will take, before it is begun: by turns, and with all who are ready at once. Sends nothing.
import type { Course, Forecast } from '../domain/forecast.ts';
import type { UploadRoom } from '../domain/request.ts';
import { type Estimate, estimate } from '../transcription/estimate.ts';
import { acceptAudio, type Refused, refuseAll } from './accept.ts';
import { emptyUpload, type Limits, limitsFrom } from './lengths.ts';
import type { JobPorts } from './ports.ts';

/** Less than this is no reason to pay. */
const worthIt = { share: 0.8, ms: 20_000 };

const chunksOf = (seconds: number, { most, mostFirst }: Limits): number[] => {
  const chunks = [Math.min(seconds, mostFirst)];
  for (let left = seconds - mostFirst; left > 0; left -= most) chunks.push(Math.min(left, most));
  return chunks;
};

const courseOf = ({ needed, endsAt, usd, shares, waits }: Estimate): Course => ({ needed, endsAt, usd, shares, waits });

const leftOf = (rooms: readonly UploadRoom[]): Forecast['left'] =>
  [...Map.groupBy(rooms, ({ target }) => target.owner)].map(([owner, own]) => {
    const meters = [...new Map(own.map((room) => [room.meter, room])).values()];
    const lefts = meters.map(({ hour, day }) => [hour, day].flatMap((limit) => limit?.left ?? []));
    const isKnown = lefts.every((limits) => limits.length > 0);
    const seconds = isKnown ? lefts.reduce((sum, limits) => sum + Math.min(...limits), 0) : null;
    return { owner, ownerName: own[0]?.target.ownerName ?? owner, seconds };
  });

const isWorthIt = (usual: Course, faster: Course, now: number): boolean => {
  if (faster.endsAt === null) return false;
  if (usual.endsAt === null) return true;
  const [slow, fast] = [usual.endsAt - now, faster.endsAt - now];
  return fast <= slow * worthIt.share && slow - fast >= worthIt.ms;
};

const coursesOf = (ports: Pick<JobPorts, 'engine' | 'recordings' | 'now'>, seconds: number) => {
  const now = ports.now();
  const { speakers } = ports.recordings();
  const take = (spread: boolean) => {
    const { rooms } = ports.engine.plan(emptyUpload({ speakers, spread }));
    return courseOf(estimate({ chunks: chunksOf(seconds, limitsFrom(rooms, spread, seconds)), spread }, rooms, now));
  };
  const [usual, faster] = [take(false), take(true)];
  return { usual, faster: isWorthIt(usual, faster, now) ? faster : null };
};

export type Foretold = { ok: true; forecast: Forecast } | Refused;

/** @param what a file that lies in the blob store, or a length in seconds */
export const forecast = async (
  ports: Pick<JobPorts, 'prepare' | 'blobs' | 'engine' | 'recordings' | 'now'>,
  what: { blobId: string; fileName: string } | { seconds: number },
): Promise<Foretold> => {
  const upload = emptyUpload({ speakers: ports.recordings().speakers });
  const accepted =
    'seconds' in what
      ? (refuseAll(ports, upload) ?? { ok: true as const, seconds: what.seconds, whole: false })
      : await acceptAudio(ports, what.blobId, what.fileName);
  if (!accepted.ok) return accepted;
  const { seconds, whole } = accepted;
  const left = leftOf(ports.engine.plan(upload).rooms);
  const courses = whole || seconds === null ? { usual: null, faster: null } : coursesOf(ports, seconds);
  return { ok: true, forecast: { seconds, short: whole, left, ...courses } };
};
