// A certificate that nobody has signed but itself, for this computer's own names: what a server at home has that was
// given https by hand. Made anew each time, so that none lies around and none runs out. Writes just as much DER as that takes.
import { generateKeyPairSync, sign } from 'node:crypto';

type Der = Buffer;

const lengthOf = (size: number): number[] => {
  if (size < 0x80) return [size];
  const bytes = size < 0x100 ? [size] : [size >> 8, size & 0xff];
  return [0x80 | bytes.length, ...bytes];
};
const der = (tag: number, ...parts: (Der | number[])[]): Der => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
};
const sequence = (...parts: Der[]) => der(0x30, ...parts);
const text = (tag: number, words: string) => der(tag, Buffer.from(words, 'latin1'));
const object = (...bytes: number[]) => der(0x06, bytes);
const time = (date: Date) => text(0x17, `${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`);

const ecdsaWithSha256 = sequence(object(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const named = (name: string) => sequence(der(0x31, sequence(object(0x55, 0x04, 0x03), text(0x0c, name))));
/** It holds for `localhost` and 127.0.0.1. */
const names = sequence(
  object(0x55, 0x1d, 0x11),
  der(0x04, sequence(text(0x82, 'localhost'), der(0x87, [127, 0, 0, 1]))),
);
const day = 86_400_000;

const pem = (what: string, bytes: Der) =>
  `-----BEGIN ${what}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${what}-----\n`;

export const selfSigned = (now = Date.now()): { key: string; cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = named('Practice');
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now - day)), time(new Date(now + 30 * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(names)),
  );
  const signature = sign('sha256', body, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', sequence(body, ecdsaWithSha256, der(0x03, [0], signature))),
  };
};
