// Pictures that are as large as they say: noise cannot be compressed.
import { plain, writePng } from '../../farm/png.ts';

const noise = (bytes: number): Uint8Array => {
  const filled = new Uint8Array(bytes);
  // As many as the generator gives at once.
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(filled.subarray(at, at + 65_536));
  return filled;
};

/** Red, with noise in it, as PNG without compression. */
export const noisyPng = (width: number, height: number): Uint8Array => {
  const data = noise(width * height * 4);
  for (let at = 0; at < data.length; at += 4) {
    data[at] = 128 + ((data[at] ?? 0) % 128);
    data[at + 1] = (data[at + 1] ?? 0) % 128;
    data[at + 2] = (data[at + 2] ?? 0) % 128;
    data[at + 3] = 255;
  }
  return writePng({ width, height, data }, 1);
};

/** Of one colour: few bytes, however many pixels. */
export const plainPng = (width: number, height: number, colour: readonly number[]): Uint8Array =>
  writePng(plain(width, height, colour), 6);

/** Blue, with noise in it, as a Windows bitmap, which no service reads. */
export const noisyBmp = (width: number, height: number): Uint8Array => {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + width * height * 3, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  const data = noise(width * height * 3);
  for (let at = 0; at < data.length; at += 3) {
    data[at] = 190 + ((data[at] ?? 0) % 66);
    data[at + 1] = (data[at + 1] ?? 0) % 64;
    data[at + 2] = (data[at + 2] ?? 0) % 64;
  }
  return Buffer.concat([head, data]);
};
