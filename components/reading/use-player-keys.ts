// The keys that work the player from anywhere on the page.
import { useEffect } from 'react';
import type { Player } from './use-player.ts';

const typesHere = 'input, textarea, select, [role="menu"], [contenteditable]';

/** Space plays and pauses, arrows go ten seconds back and on, wherever nothing else takes these keys. */
export const usePlayerKeys = ({ toggle, step }: Pick<Player, 'toggle' | 'step'>, plays: boolean): void => {
  useEffect(() => {
    if (!plays) return;
    const hands: Record<string, () => void> = { ' ': toggle, ArrowLeft: () => step(-10), ArrowRight: () => step(10) };
    const press = (event: KeyboardEvent) => {
      const hand = hands[event.key];
      const target = event.target instanceof Element ? event.target : document.body;
      const isTaken = target.closest(typesHere) !== null || (event.key === ' ' && target.closest('button, summary, a'));
      if (!hand || isTaken || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      hand();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [plays, toggle, step]);
};
