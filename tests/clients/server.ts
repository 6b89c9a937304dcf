// A loopback server whose every answer a test writes by hand, byte by byte where it wants to. Remembers what came.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSend } from '../../lib/clients/index.ts';
import type { ChatCall, Send } from '../../lib/domain/wire.ts';

export type Arrived = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
export type Answer = (response: ServerResponse, request: Arrived) => void;

export type Server = {
  baseUrl: string;
  arrived: Arrived[];
  /** How the next calls are answered, until it is set anew. */
  answer(next: Answer): void;
  close(): Promise<void>;
};

export const secret = 'gsk_secretCharactersOfAKey_wxyz';

export const startServer = async (): Promise<Server> => {
  const arrived: Arrived[] = [];
  let answer: Answer = (response) => response.end();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('error', () => {});
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, url, headers, body: Buffer.concat(pieces).toString('latin1') };
      arrived.push(call);
      answer(response, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    arrived,
    answer: (next) => {
      answer = next;
      arrived.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

export const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };

/** Lines as they go over the wire; the connection ends well after them. */
export const events =
  (...lines: string[]): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(lines.map((line) => `${line}\n\n`).join(''));
  };

export const delta = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}`;
export const done = 'data: [DONE]';

export const call: ChatCall = {
  model: 'm1',
  messages: [{ role: 'user', content: 'Hello?' }],
  maxOutput: 100,
  outputField: 'max_tokens',
};

/** One chat call with all that came of it. */
export const chatAt = async (
  server: Server,
  change: Partial<ChatCall> = {},
  signal = new AbortController().signal,
  key = secret,
) => {
  const pieces: string[] = [];
  const send: Send = createSend(globalThis.fetch);
  const answer = await send.chat({ baseUrl: server.baseUrl, secret: key }, { ...call, ...change }, signal, (text) =>
    pieces.push(text),
  );
  return { answer, pieces };
};
