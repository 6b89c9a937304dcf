// A transcript as the background has it, read again whenever it has become more, but at most once a second. What was read
// stays where a later question is refused: only where there is none any more does it go.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import type { RefusalReply } from '../../lib/view/shapes.ts';
import { useActions } from '../page.tsx';

const between = 1_000;

type Said = {
  /** Null: it has not come yet, or there is none. */
  entry: HistoryEntry | null;
  isGone: boolean;
  /** Of the last question, which is asked again by itself. */
  refusal: RefusalReply | null;
};
export type Read = Said & { readAgain: () => void };

/** @param revision changes when there is more to read */
export const useEntry = (id: string, revision: string): Read => {
  const actions = useActions();
  const [said, setSaid] = useState<Said>({ entry: null, isGone: false, refusal: null });
  const [again, setAgain] = useState(0);
  const readAt = useRef(Number.NEGATIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both only say that there is something new
  useEffect(() => {
    let left = false;
    const read = async () => {
      readAt.current = performance.now();
      const reply = await actions['transcript.read']({ id });
      if (left) return;
      if (reply.ok) return setSaid({ ...reply.value, isGone: reply.value.entry === null, refusal: null });
      setSaid((before) => ({ ...before, refusal: reply }));
      setAgain((times) => times + 1);
    };
    const timer = setTimeout(read, Math.max(0, readAt.current + between - performance.now()));
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [actions, id, revision, again]);
  const readAgain = useCallback(() => {
    readAt.current = Number.NEGATIVE_INFINITY;
    setAgain((times) => times + 1);
  }, []);
  return { ...said, readAgain };
};
