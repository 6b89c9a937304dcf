// What every component of a page may reach besides its props: the actions and the clock, both handed in by the page.
// Knows no browser: a test hands in recording actions and a clock that it sets.
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { Actions } from '../lib/view/actions.ts';
import type { RefusalReply } from '../lib/view/shapes.ts';

export type Clock = () => number;
type Page = { actions: Actions; now: Clock };

const PageContext = createContext<Page | null>(null);

export const PageProvider = ({ actions, now, children }: Page & { children: ReactNode }) => (
  <PageContext value={{ actions, now }}>{children}</PageContext>
);

const usePage = (): Page => {
  const page = use(PageContext);
  if (page === null) throw new Error('A component was put outside of <PageProvider>.');
  return page;
};

export const useActions = (): Actions => usePage().actions;

/** The time in ms since 1970, renewed every second while `ticking`. */
export const useNow = (ticking: boolean): number => {
  const { now } = usePage();
  const [time, setTime] = useState(now);
  useEffect(() => {
    setTime(now());
    if (!ticking) return;
    const timer = setInterval(() => setTime(now()), 1000);
    return () => clearInterval(timer);
  }, [ticking, now]);
  return time;
};

/**
 * What is typed into a field whose value the background holds: null while nothing is. What was typed stays in the field
 * until the background's value has changed, so that the old one does not show again between a change and its push.
 */
export const useTyped = (held: string | undefined): [string | null, (typed: string | null) => void] => {
  const [typed, setTyped] = useState<string | null>(null);
  const [seen, setSeen] = useState(held);
  if (seen !== held) {
    setSeen(held);
    setTyped(null);
  }
  return [typed, setTyped];
};

export type Asking<Payload, Value> = {
  /** Asks, and answers with the value; null where it was refused. */
  run: (payload: Payload) => Promise<Value | null>;
  pending: boolean;
  refusal: RefusalReply | null;
  forget: () => void;
};

/** One question to the background with what a page shows of it: that it is under way, and a refusal in words. */
export const useAsking = <Payload, Value>(
  action: (payload: Payload) => Promise<{ ok: true; value: Value } | RefusalReply>,
): Asking<Payload, Value> => {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<RefusalReply | null>(null);
  const run = async (payload: Payload): Promise<Value | null> => {
    setPending(true);
    setRefusal(null);
    const reply = await action(payload);
    setPending(false);
    if (reply.ok) return reply.value;
    setRefusal(reply);
    return null;
  };
  return { run, pending, refusal, forget: () => setRefusal(null) };
};
