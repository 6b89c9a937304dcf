// The keys that play a recording, wherever nothing else takes them.
import { useEffect } from 'react';
import type { Player } from './use-player.ts';

const typesHere = 'input, textarea, select, [role="menu"], [contenteditable]';

/** What is under the keyboard or the finger takes it for itself, so that it neither plays nor scrolls. */
export const isTaken = ({ target, defaultPrevented }: Event): boolean =>
  defaultPrevented || (target instanceof Element && target.closest(typesHere) !== null);

const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, summary, a') !== null;

/** Space plays and pauses, arrows go ten seconds back and on. With Shift they mark text. */
export const usePlayerKeys = ({ toggle, step }: Pick<Player, 'toggle' | 'step'>, plays: boolean): void => {
  useEffect(() => {
    if (!plays) return;
    const hands: Record<string, () => void> = { ' ': toggle, ArrowLeft: () => step(-10), ArrowRight: () => step(10) };
    const press = (event: KeyboardEvent) => {
      const hand = hands[event.key];
      const isOther = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
      if (!hand || isOther || isTaken(event) || (event.key === ' ' && takesSpace(event.target))) return;
      event.preventDefault();
      hand();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [plays, toggle, step]);
};
