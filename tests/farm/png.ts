// Reads and writes PNG files, as far as browsers write them: eight bits a channel, not interlaced. For practice models that
// look at pictures, and for tests that make some.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

export type Points = { width: number; height: number /** Red, green, blue, alpha. */; data: Uint8Array };

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Channels by colour type. */
const channelsOf: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 };

const chunksOf = (bytes: Buffer): Map<string, Buffer[]> => {
  const chunks = new Map<string, Buffer[]>();
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    chunks.set(name, [...(chunks.get(name) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
};

const paeth = (left: number, up: number, corner: number): number => {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
};

const predictions: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

const unfiltered = (raw: Buffer, stride: number, height: number, channels: number): Uint8Array => {
  const rows = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const predict = predictions[raw[row * (stride + 1)] ?? 0];
    if (!predict) throw new Error('a filter that no PNG has');
    for (let place = 0; place < stride; place++) {
      const at = row * stride + place;
      const left = place < channels ? 0 : (rows[at - channels] ?? 0);
      const up = row === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = place < channels || row === 0 ? 0 : (rows[at - stride - channels] ?? 0);
      rows[at] = (raw[row * (stride + 1) + 1 + place] ?? 0) + predict(left, up, corner);
    }
  }
  return rows;
};

const asPoints = (rows: Uint8Array, channels: number, width: number, height: number): Points => {
  const data = new Uint8Array(width * height * 4);
  const isGrey = channels < 3;
  for (let point = 0; point < width * height; point++) {
    const from = point * channels;
    for (let channel = 0; channel < 3; channel++) data[point * 4 + channel] = rows[from + (isGrey ? 0 : channel)] ?? 0;
    data[point * 4 + 3] = channels % 2 === 0 ? (rows[from + channels - 1] ?? 0) : 255;
  }
  return { width, height, data };
};

/** Throws where it is no PNG that can be read. */
export const readPng = (bytes: Buffer): Points => {
  const chunks = chunksOf(bytes);
  const head = chunks.get('IHDR')?.[0];
  const channels = head ? channelsOf[head[9] ?? -1] : undefined;
  if (!head || !channels || head[8] !== 8 || head[12] !== 0) throw new Error('a kind of PNG that is not read here');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []));
  if (raw.length !== (width * channels + 1) * height) throw new Error('a PNG that is not whole');
  return asPoints(unfiltered(raw, width * channels, height, channels), channels, width, height);
};

const chunk = (name: string, content: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** @param level of compression, 0 to 9 */
export const writePng = ({ width, height, data }: Points, level = 6): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const stride = width * 4;
  const raw = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row++)
    raw.set(data.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** A picture of one colour. */
export const plain = (width: number, height: number, [red, green, blue, alpha = 255]: readonly number[]): Points => {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([red ?? 0, green ?? 0, blue ?? 0, alpha], at);
  return { width, height, data };
};
