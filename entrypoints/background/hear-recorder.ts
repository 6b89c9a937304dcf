// What whoever records says: it concerns the capture that goes on, one that is being found again, or one that is to be.
import type { CaptureEvent } from '../../lib/domain/capture.ts';
import type { CaptureLineEnds } from './capture-line.ts';
import { brokeOff } from './capture-sentences.ts';
import { type Current, type Standing, tell } from './captures-standing.ts';
import { find } from './find-capture.ts';

const take = (standing: Standing, current: Current, event: CaptureEvent): void => {
  const { begun, over } = current;
  if (event.type === 'refused') begun.resolve(event);
  else if (event.type === 'ended') {
    begun.resolve('over');
    over.resolve({ note: event.note });
  } else {
    current.now = event.now;
    begun.resolve('records');
    tell(standing);
  }
};

export const hearRecorder = (standing: Standing): CaptureLineEnds => {
  const hear = (event: CaptureEvent): void => {
    const { current, finding, starting } = standing;
    const id = event.type === 'now' ? event.now?.id : event.id;
    if (id === undefined) return;
    if (current?.capture.id === id) take(standing, current, event);
    else if (finding?.id === id) finding.later.push(() => hear(event));
    else if (event.type === 'now' && !current && !starting && !finding) find(standing, id);
  };
  const onGone = (): void => {
    const { current, finding } = standing;
    if (!current) return void finding?.later.push(onGone);
    current.begun.resolve('gone');
    current.over.resolve({ note: brokeOff });
  };
  return { onEvent: hear, onGone };
};
