// The order of a pool while it is being changed: what was just moved stands in its new place at once, until the
// background's own order is here.
import { useEffect, useRef, useState } from 'react';
import { shortestOrder } from '../../lib/domain/pool-order.ts';
import type { Task } from '../../lib/domain/task.ts';
import type { RefusalReply } from '../../lib/view/shapes.ts';
import { useActions } from '../page.tsx';

type Refs = readonly string[];

export type OwnOrder = {
  /** How the models stand that were just moved; null: as the background has them. */
  moved: Refs | null;
  /** Puts all models in this order; null: as suggested. */
  arrange: (wanted: Refs | null) => void;
  refusal: RefusalReply | null;
};

/**
 * @param rows what the background knows of the pool, anew after each change
 * @param suggested the models as they would stand if the user had no say
 */
export const useOrder = (task: Task, rows: object, suggested: Refs): OwnOrder => {
  const change = useActions()['pool.change'];
  const [moved, setMoved] = useState<Refs | null>(null);
  const [refusal, setRefusal] = useState<RefusalReply | null>(null);
  const underWay = useRef(0);
  useEffect(() => {
    // Before its answer is here, what the background says may be older than the last move.
    if (underWay.current === 0 && rows) setMoved(null);
  }, [rows]);
  const arrange = async (next: Refs | null) => {
    setMoved(next ?? suggested);
    setRefusal(null);
    underWay.current += 1;
    const reply = await change({ task, order: next && shortestOrder(next, suggested)?.slice() });
    underWay.current -= 1;
    if (reply.ok) return;
    setMoved(null);
    setRefusal(reply);
  };
  return { moved, arrange: (next) => void arrange(next), refusal };
};
