// Where everything from outside comes in: it waits until the background is built. Where building failed, each message
// gets a refusal in words, each page hears of it, and whoever comes next has it built anew.
import type { Browser } from 'wxt/browser';
import type { Jobs } from '../../lib/jobs/index.ts';
import type { Trouble } from '../../lib/messaging/protocol.ts';
import { openOnce } from '../../lib/storage/open-once.ts';
import type { Dictation } from './dictation.ts';
import type { Handlers } from './handlers.ts';
import { receive } from './receive.ts';
import { refuse } from './replies.ts';
import type { Pages } from './view.ts';

export type Built = {
  handlers: Handlers;
  pages: Pick<Pages, 'connect'>;
  jobs: Pick<Jobs, 'resume'>;
  /** What this extension may reach has changed. */
  allowed(): Promise<void>;
  /** Deletes what is kept no longer. */
  tidy(): Promise<void>;
  dictation: Pick<Dictation, 'press'>;
};

export type Door = {
  /** Never rejects. */
  answer(message: unknown): Promise<unknown>;
  connect(port: Browser.runtime.Port): void;
  /** The browser started, or an alarm rang. */
  wake(): Promise<void>;
  /** The user has granted or withdrawn a permission. */
  allowed(): Promise<void>;
  /** It is time to look at what is kept no longer. */
  tidy(): Promise<void>;
  /** The shortcut was pressed over that tab; null: over none. */
  dictate(tabId: number | null): Promise<void>;
};

const causes: Record<string, string> = {
  QuotaExceededError: 'there is no room left. Free some disk space, then open Rondo again',
  VersionError: 'a newer version of Rondo has written in it. Update Rondo, then open it again',
};

/** Only the error's name is looked at: what it says may quote what was stored. */
const notOpened = (error: unknown): string => {
  const name = error instanceof Error ? error.name : '';
  const cause = Object.hasOwn(causes, name) ? causes[name] : undefined;
  return `Rondo could not open its storage: ${cause ?? `the browser did not let it (${name || 'unknown'}). Restart the browser, then open Rondo again`}.`;
};

export const createDoor = (build: () => Promise<Built>): Door => {
  const built = openOnce(build);
  const waiting = new Set<Browser.runtime.Port>();
  const enter = async (): Promise<Built> => {
    const opened = await built();
    const ports = [...waiting];
    waiting.clear();
    for (const port of ports) opened.pages.connect(port);
    return opened;
  };
  const tell = (port: Browser.runtime.Port, error: unknown) => {
    if (waiting.has(port)) port.postMessage({ type: 'trouble', message: notOpened(error) } satisfies Trouble);
  };
  return {
    answer: async (message) => {
      try {
        const { handlers } = await enter();
        return await receive(message, handlers);
      } catch (error) {
        return refuse(notOpened(error));
      }
    },
    connect: (port) => {
      waiting.add(port);
      port.onDisconnect.addListener(() => waiting.delete(port));
      // The port stays, so that the page has its view as soon as a later start succeeds.
      enter().catch((error) => tell(port, error));
    },
    wake: async () => {
      try {
        await (await enter()).jobs.resume();
      } catch {
        // The alarm stands and rings again.
      }
    },
    allowed: async () => {
      try {
        await (await enter()).allowed();
      } catch {
        // Building it anew looks at the permissions too.
      }
    },
    tidy: async () => {
      try {
        await (await enter()).tidy();
      } catch {
        // The alarm rings again.
      }
    },
    dictate: async (tabId) => {
      try {
        await (await enter()).dictation.press(tabId);
      } catch {
        // Whoever opens Rondo then reads why.
      }
    },
  };
};
