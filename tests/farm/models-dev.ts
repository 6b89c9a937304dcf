// A practice catalog in the shape of models.dev: it knows its own state by an ETag, and can be made to send anything.
// Listens on 127.0.0.1 alone.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type PracticeCatalog = {
  address: string;
  /** The headers of each call. */
  arrived: IncomingHttpHeaders[];
  /** What is sent from now on, as JSON unless it is text already; by default the whole sample. */
  send(body: unknown, instead?: { status?: number; type?: string; etag?: string | null }): void;
  close(): Promise<void>;
};

const model = (id: string, context: number, output: number, cost: { input: number; output: number }, rest = {}) => ({
  [id]: {
    ...{ id, name: id, attachment: false, reasoning: true, tool_call: true, temperature: true },
    ...{ modalities: { input: ['text'], output: ['text'] }, open_weights: true, cost, limit: { context, output } },
    ...rest,
  },
});
const seeing = { modalities: { input: ['text', 'image'], output: ['text'] }, structured_output: true };

/** A part of what the real one holds: our three providers, and one that is none of ours. */
export const sample = {
  groq: {
    ...{ id: 'groq', name: 'Groq', env: ['GROQ_API_KEY'], npm: '@ai-sdk/groq', doc: 'https://console.groq.com/docs' },
    models: {
      ...model('openai/gpt-oss-20b', 131_072, 32_768, { input: 0.1, output: 0.5 }),
      ...model('qwen/qwen3.6-27b', 131_072, 32_768, { input: 0.6, output: 3 }, seeing),
      ...model(
        'whisper-large-v3',
        0,
        0,
        { input: 0, output: 0 },
        { modalities: { input: ['audio'], output: ['text'] } },
      ),
    },
  },
  openai: {
    ...{ id: 'openai', name: 'OpenAI', env: ['OPENAI_API_KEY'], npm: '@ai-sdk/openai' },
    models: { ...model('gpt-7-luna', 1_050_000, 128_000, { input: 0.2, output: 0.9 }, seeing) },
  },
  togetherai: {
    ...{ id: 'togetherai', name: 'Together AI', env: ['TOGETHER_API_KEY'], npm: '@ai-sdk/togetherai' },
    models: {
      ...model('deepseek-ai/DeepSeek-V4.1-Flash', 163_840, 65_536, { input: 0.3, output: 1.2 }),
      ...model(
        'black-forest-labs/FLUX.2',
        0,
        0,
        { input: 0, output: 0 },
        { modalities: { input: ['text'], output: ['image'] } },
      ),
    },
  },
  mistral: { id: 'mistral', models: model('mistral-large', 131_072, 16_384, { input: 2, output: 6 }) },
};

/** @param certificate with one it speaks https */
export const startModelsDev = async (certificate?: { key: string; cert: string }): Promise<PracticeCatalog> => {
  const arrived: IncomingHttpHeaders[] = [];
  let [body, status, type] = ['', 200, 'application/json'];
  let etag: string | null = null;
  const send: PracticeCatalog['send'] = (next, instead = {}) => {
    body = typeof next === 'string' ? next : JSON.stringify(next);
    status = instead.status ?? 200;
    type = instead.type ?? 'application/json';
    etag =
      instead.etag === undefined ? `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"` : instead.etag;
    arrived.length = 0;
  };
  send(sample);
  const listener: RequestListener = (request, response) => {
    arrived.push(request.headers);
    const known = etag !== null && request.headers['if-none-match'] === etag;
    if (status >= 300 && status < 400) response.setHeader('location', 'https://elsewhere.test/');
    if (etag !== null) response.setHeader('etag', etag);
    response.writeHead(known ? 304 : status, { 'content-type': type });
    response.end(known ? '' : body);
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/api.json`,
    arrived,
    send,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
