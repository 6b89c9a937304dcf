// Pages to read: a small web server on the loopback address with an article among what surrounds articles, one that is
// very long, and one that is none.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { articlePage } from './article.ts';
import { longPage } from './long-article.ts';
import { answerMedia, type MediaCall } from './media-pages.ts';
import { writingFrame, writingPage } from './writing-page.ts';

export type Pages = {
  url: string;
  /** Every call for a page with media on it, or for a recording. */
  media: MediaCall[];
  close(): Promise<void>;
};

const plainPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in to the exchange</title></head>
<body>
  <form action="#"><label>Name <input name="name"></label> <label>Code <input name="code" type="password"></label>
  <button>Sign in</button></form>
</body>
</html>`;

export const startPages = async (port: number): Promise<Pages> => {
  const pages: Record<string, () => string> = {
    ...{ '/article': articlePage, '/long': longPage, '/plain': () => plainPage },
    ...{ '/writing': () => writingPage, '/writing/frame': () => writingFrame },
  };
  const media: MediaCall[] = [];
  const server = createServer((request, response) => {
    if (answerMedia(request, response, media)) return;
    const page = pages[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ? page() : '<!doctype html><title>Not here</title><p>There is no such page.</p>');
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    media,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};
