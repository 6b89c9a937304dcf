// Keeps the sentence in play in sight, until the reader scrolls somewhere else by hand.
import { type RefObject, useEffect, useState } from 'react';
import { isTaken } from './use-player-keys.ts';

/** Keys that scroll a page. What scrolls for another reason (rows that turn out higher than thought) is not the reader. */
const keys = ['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown'];

const isOnScrollBar = ({ clientX }: PointerEvent): boolean => clientX >= document.documentElement.clientWidth;

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What lies between the head and the player, with some room. */
const isInSight = ({ top, bottom }: DOMRect): boolean => top > 60 && bottom < innerHeight - 110;

export type Follow = { isFollowing: boolean; follow: () => void };

/** @param playing changes with the sentence in play; -1: none */
export const useFollow = (text: RefObject<HTMLElement | null>, playing: number, isPlaying: boolean): Follow => {
  const [isFollowing, setFollowing] = useState(true);
  useEffect(() => {
    const leave = () => setFollowing(false);
    const press = (event: KeyboardEvent) => keys.includes(event.key) && !isTaken(event) && leave();
    const drag = (event: TouchEvent) => !isTaken(event) && leave();
    const grasp = (event: PointerEvent) => isOnScrollBar(event) && leave();
    addEventListener('wheel', leave, { passive: true });
    addEventListener('touchmove', drag, { passive: true });
    addEventListener('keydown', press);
    addEventListener('pointerdown', grasp);
    return () => {
      removeEventListener('wheel', leave);
      removeEventListener('touchmove', drag);
      removeEventListener('keydown', press);
      removeEventListener('pointerdown', grasp);
    };
  }, []);
  useEffect(() => {
    if (playing < 0 || !isPlaying || !isFollowing) return;
    const sentence = text.current?.querySelector(`[data-sentence="${playing}"]`);
    if (!sentence || isInSight(sentence.getBoundingClientRect())) return;
    sentence.scrollIntoView({ block: 'center', behavior: isCalm() ? 'instant' : 'smooth' });
  }, [text, playing, isPlaying, isFollowing]);
  return { isFollowing, follow: () => setFollowing(true) };
};
