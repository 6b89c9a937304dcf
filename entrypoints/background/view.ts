// Tells open pages how things stand: a whole view when one connects, then what changed.
import type { Browser } from 'wxt/browser';
import type { Push, View } from '../../lib/messaging/protocol.ts';

type Port = Browser.runtime.Port;

export type Pages = {
  connect(port: Port): void;
  push(push: Push): void;
  /** Sends the status soon; many changes in a row become one message. */
  refresh(): void;
};

const soon = 100;
const mostAhead = 60_000;

export const createPages = (whole: () => Promise<View>): Pages => {
  const ports = new Set<Port>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const push = (message: Push) => {
    for (const port of ports) port.postMessage(message);
  };
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };
  /** The end of a rest changes what pages show, though nothing happens then. */
  const untilNextEnd = ({ status }: View): number => {
    const ends = status.owners.flatMap(({ health, cards }) => [health, ...cards.map((card) => card.health)]);
    const ahead = ends.flatMap(({ until }) => (until !== null && until > status.at ? [until - status.at] : []));
    return Math.min(mostAhead, ...ahead);
  };
  const send = async () => {
    if (ports.size === 0) return;
    const view = await whole();
    push({ type: 'settings', settings: view.settings, status: view.status });
    plan(untilNextEnd(view) + soon);
  };

  return {
    push,
    refresh: () => plan(soon),
    connect: (port) => {
      port.onDisconnect.addListener(() => ports.delete(port));
      void whole().then((view) => {
        port.postMessage({ type: 'view', view } satisfies Push);
        ports.add(port);
        plan(untilNextEnd(view) + soon);
      });
    },
  };
};
