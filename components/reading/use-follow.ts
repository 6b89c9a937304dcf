// Keeps the sentence in play in sight, until the reader scrolls somewhere else by hand.
import { type RefObject, useEffect, useRef, useState } from 'react';

/** So long the scrolling that was begun here may take; what scrolls later is the reader. */
const ownScrolling = 1_000;

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What lies between the head and the player, with some room. */
const isInSight = ({ top, bottom }: DOMRect): boolean => top > 60 && bottom < innerHeight - 110;

export type Follow = { isFollowing: boolean; follow: () => void };

/** @param playing changes with the sentence in play; -1: none */
export const useFollow = (text: RefObject<HTMLElement | null>, playing: number, isPlaying: boolean): Follow => {
  const [isFollowing, setFollowing] = useState(true);
  const ours = useRef(false);
  useEffect(() => {
    const leave = () => {
      if (!ours.current) setFollowing(false);
    };
    const leaveByHand = () => setFollowing(false);
    addEventListener('scroll', leave, { passive: true });
    addEventListener('wheel', leaveByHand, { passive: true });
    addEventListener('touchmove', leaveByHand, { passive: true });
    return () => {
      removeEventListener('scroll', leave);
      removeEventListener('wheel', leaveByHand);
      removeEventListener('touchmove', leaveByHand);
    };
  }, []);
  useEffect(() => {
    if (playing < 0 || !isPlaying || !isFollowing) return;
    const sentence = text.current?.querySelector(`[data-sentence="${playing}"]`);
    if (!sentence || isInSight(sentence.getBoundingClientRect())) return;
    ours.current = true;
    sentence.scrollIntoView({ block: 'center', behavior: isCalm() ? 'instant' : 'smooth' });
    const over = () => {
      ours.current = false;
    };
    const timer = setTimeout(over, ownScrolling);
    addEventListener('scrollend', over, { once: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('scrollend', over);
      over();
    };
  }, [text, playing, isPlaying, isFollowing]);
  return { isFollowing, follow: () => setFollowing(true) };
};
