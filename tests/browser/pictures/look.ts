// The engine with the real hands for pictures, as the background has them, in a script that a test can load: into a
// service worker, which it asks by messages, or into a page, which it asks by a function.
import type { ChatRequest, ChatResult } from '../../../lib/domain/request.ts';
import type { Secrets, Settings } from '../../../lib/domain/settings.ts';
import { createEngine } from '../../../lib/engine/index.ts';
import { fitImage } from '../../../lib/images/index.ts';

export type Wish = { settings: Settings; secrets: Secrets; addresses: readonly string[] };
export type Looked = { result: ChatResult; ms: number };

const look = async ({ settings, secrets, addresses }: Wish): Promise<Looked> => {
  const images = await Promise.all(addresses.map(async (address) => (await fetch(address)).blob()));
  const engine = createEngine({ settings, secrets, fitImage });
  for (const { id } of settings.keys) await engine.check({ key: id });
  const request: ChatRequest = {
    kind: 'chat',
    task: 'vision',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          ...images.map((image) => ({ type: 'image' as const, image })),
        ],
      },
    ],
    maxOutput: 200,
  };
  const startedAt = performance.now();
  const result = await engine.chat(request);
  return { result, ms: performance.now() - startedAt };
};

type WorkerMessage = MessageEvent<Wish> & { waitUntil(work: Promise<unknown>): void };

if ('document' in globalThis) Object.assign(globalThis, { look });
else
  addEventListener('message', (event) => {
    const { data, ports, waitUntil } = event as WorkerMessage;
    waitUntil.call(
      event,
      look(data).then((looked) => ports[0]?.postMessage(looked)),
    );
  });
