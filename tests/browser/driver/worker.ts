// Looks at the extension's service worker from outside and ends it, by DevTools' plain HTTP. Never attaches to it:
// an attached worker does not die.
import { setTimeout as sleep } from 'node:timers/promises';

type Listed = { id: string; type: string; url: string };

const listed = async (host: string, extensionId: string): Promise<Listed | undefined> => {
  const response = await fetch(`http://${host}/json/list`);
  const targets = (await response.json()) as Listed[];
  return targets.find(
    ({ type, url }) => type === 'service_worker' && url.startsWith(`chrome-extension://${extensionId}/`),
  );
};

export const isWorkerAlive = async (host: string, extensionId: string): Promise<boolean> =>
  (await listed(host, extensionId)) !== undefined;

/** Ends the worker if it lives, and waits until it is gone. A worker born in the meantime counts as another one. */
export const endWorker = async (host: string, extensionId: string): Promise<void> => {
  const worker = await listed(host, extensionId);
  if (!worker) return;
  await fetch(`http://${host}/json/close/${worker.id}`);
  const until = Date.now() + 5_000;
  while ((await listed(host, extensionId))?.id === worker.id) {
    if (Date.now() > until) throw new Error('The worker was still there 5 s after it was told to end.');
    await sleep(5);
  }
};
