// A transcript as the background has it, read again whenever it has become more, but at most once a second.
import { useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../lib/domain/history.ts';
import { useActions } from '../page.tsx';

const between = 1_000;

export type Read = {
  /** Null: it has not come yet, or there is none. */
  entry: HistoryEntry | null;
  /** Why there is none, in words. */
  missing: string | null;
  readAgain: () => void;
};

/** @param revision changes when there is more to read */
export const useEntry = (id: string, revision: string): Read => {
  const actions = useActions();
  const [read, setRead] = useState<Omit<Read, 'readAgain'>>({ entry: null, missing: null });
  const [again, setAgain] = useState(0);
  const readAt = useRef(Number.NEGATIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both only say that there is something new
  useEffect(() => {
    let left = false;
    const wait = Math.max(0, readAt.current + between - performance.now());
    const timer = setTimeout(async () => {
      readAt.current = performance.now();
      const reply = await actions['transcript.read']({ id });
      if (left) return;
      setRead(reply.ok ? { entry: reply.value.entry, missing: null } : { entry: null, missing: reply.message });
    }, wait);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [actions, id, revision, again]);
  const readAgain = () => {
    readAt.current = Number.NEGATIVE_INFINITY;
    setAgain((times) => times + 1);
  };
  return { ...read, readAgain };
};
