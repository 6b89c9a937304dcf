// A web server with the script of look.ts, a page to run it on, and pictures of any size for it to look at.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const bundle = async (): Promise<string> => {
  const entry = fileURLToPath(new URL('./look.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, target: 'esnext', lib: { entry, formats: ['es'], fileName: 'look' } },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
};

const page = '<!doctype html><title>Look</title><p>Ready</p><script type="module" src="/look.js"></script>';

export type PictureServer = { url: string; close(): Promise<void> };

/** @param pictures by path, each with its type */
export const startPictures = async (
  pictures: Readonly<Record<string, { type: string; bytes: Uint8Array }>>,
): Promise<PictureServer> => {
  const script = await bundle();
  const server = createServer((request, response) => {
    const picture = pictures[(request.url ?? '').slice(1)];
    if (picture) response.setHeader('content-type', picture.type).end(picture.bytes);
    else if (request.url === '/look.js') response.setHeader('content-type', 'text/javascript').end(script);
    else response.setHeader('content-type', 'text/html').end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
