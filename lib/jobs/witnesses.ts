// Which models have heard a chunk, and whether they agree: a model that was wrong is not asked again with another key, and
// what several have heard alike is what there is to hear, whatever a guard thinks of it. Pure.
import type { ChunkRow } from '../domain/journal.ts';
import type { UploadRoom } from '../domain/request.ts';
import type { TargetId } from '../domain/settings.ts';
import type { TargetName } from '../domain/trace.ts';
import type { ChunkAnswer } from '../domain/transcript.ts';
import { agree } from '../transcription/guards.ts';

const modelOf = ({ owner, model }: TargetName): string => `${owner} ${model}`;

/** Another model is waited for so long, rather than asking one that was wrong already with another key. */
const worthWaiting = 60_000;

/**
 * Whom to leave out: a model that heard it wrong hears it wrong again, whoever's key it is asked with. Where there is no
 * other, those who were not asked themselves may try.
 */
export const excludedFrom = ({ turnedDown }: ChunkRow, rooms: readonly UploadRoom[], now: number): TargetId[] => {
  const asked = turnedDown.map(({ target }) => target.id);
  const models = new Set(turnedDown.map(({ target }) => modelOf(target)));
  const isSame = ({ target }: UploadRoom) => models.has(modelOf(target));
  const isSoon = ({ readyAt }: UploadRoom) => readyAt !== null && readyAt - now <= worthWaiting;
  if (!rooms.some((room) => !isSame(room) && isSoon(room))) return asked;
  return [...new Set([...asked, ...rooms.filter(isSame).map(({ target }) => target.id)])];
};

/** So many models cannot all be mistaken in the same way. */
const enough = 3;

export const isWitnessed = (answer: ChunkAnswer, target: TargetName, { turnedDown }: ChunkRow): boolean => {
  const alike = turnedDown.filter((other) => agree(other.answer.text, answer.text));
  return new Set([target, ...alike.map((other) => other.target)].map(modelOf)).size >= enough;
};

/** What all of two or more models have heard alike; null: they differ, or there was one only. */
export const heardByAll = ({ turnedDown }: ChunkRow): { answer: ChunkAnswer; target: TargetName } | null => {
  const [first] = turnedDown;
  const models = new Set(turnedDown.map(({ target }) => modelOf(target)));
  if (!first || models.size < 2) return null;
  return turnedDown.every(({ answer }) => agree(answer.text, first.answer.text)) ? first : null;
};
