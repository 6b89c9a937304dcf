// The certificate is sound in itself, and nobody trusts it.
import { X509Certificate } from 'node:crypto';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { selfSigned } from './certificate.ts';

test('a certificate of its own making holds for this computer and is signed by itself', () => {
  const certificate = new X509Certificate(selfSigned().cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});

test('a server that shows it is refused by whoever looks at it, and answers whoever trusts it', async () => {
  const pair = selfSigned();
  const server = createServer(pair, (_, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (ca?: string) =>
    new Promise<string>((resolve) => {
      get(url, { ca }, (response) => response.on('data', (data) => resolve(String(data)))).on('error', (error) =>
        resolve((error as NodeJS.ErrnoException).code ?? error.message),
      );
    });
  expect(await ask()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await ask(pair.cert)).toBe('hello');
  server.closeAllConnections();
  server.close();
});
