// Looks at the extension's service worker from outside and ends it, by DevTools' plain HTTP. Never attaches to it:
// an attached worker does not die.
import { setTimeout as sleep } from 'node:timers/promises';

type Listed = { id: string; type: string; url: string; webSocketDebuggerUrl: string };

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

type Evaluated = { id?: number; result?: { result?: { value?: unknown }; exceptionDetails?: { text?: string } } };

/**
 * Has an expression worked out in the worker, for what no click of a driver can reach: the browser's own menus and keys.
 * Attached for that moment alone; the worker has to be alive.
 */
export const evaluateInWorker = async (host: string, extensionId: string, expression: string): Promise<unknown> => {
  const worker = await listed(host, extensionId);
  if (!worker) throw new Error('There is no worker to ask.');
  const socket = new WebSocket(worker.webSocketDebuggerUrl);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error('The worker did not answer.'));
    });
    const answer = new Promise<Evaluated>((resolve) => {
      socket.onmessage = ({ data }) => {
        const said = JSON.parse(String(data)) as Evaluated;
        if (said.id === 1) resolve(said);
      };
    });
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    const { result } = await answer;
    if (result?.exceptionDetails) throw new Error(`In the worker: ${JSON.stringify(result.exceptionDetails)}`);
    return result?.result?.value;
  } finally {
    socket.close();
  }
};
