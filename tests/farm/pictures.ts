// What a practice model sees in a picture that it got: its kind, its size and its main colour, all of which a test can
// know. It really decodes what came, so that a broken picture is refused as by the real ones.
import { hashOf } from './faults.ts';
import { type Points, readPng } from './png.ts';

export type Picture = {
  kind: 'PNG' | 'JPEG';
  width: number;
  height: number;
  /** Of the file. */
  bytes: number;
  /** Of the data URL. */
  characters: number;
  hash: string;
  /** By name; where light comes through, what stands behind it is white. */
  colour: string;
};
/** What came where a picture was said to be. */
export type Seen = Picture | { problem: 'address' | 'unknown' | 'broken'; bytes: number };

const names: readonly (readonly [string, readonly [number, number, number]])[] = [
  ['black', [0, 0, 0]],
  ['white', [255, 255, 255]],
  ['grey', [128, 128, 128]],
  ['red', [220, 20, 20]],
  ['green', [20, 160, 20]],
  ['blue', [20, 20, 220]],
  ['yellow', [230, 220, 30]],
  ['orange', [240, 140, 20]],
  ['purple', [130, 20, 160]],
];

const meanOf = ({ data }: Points): number[] => {
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel++)
      sum[channel] = (sum[channel] ?? 0) + (data[at + channel] ?? 0) * alpha + 255 * (1 - alpha);
  }
  return sum.map((total) => total / (data.length / 4));
};

const colourOf = (points: Points): string => {
  const mean = meanOf(points);
  const distance = (colour: readonly number[]) =>
    colour.reduce((sum, value, channel) => sum + (value - (mean[channel] ?? 0)) ** 2, 0);
  return names.toSorted(([, one], [, other]) => distance(one) - distance(other))[0]?.[0] ?? '';
};

const readJpeg = async (bytes: Buffer): Promise<Points> => {
  const { decode } = await import('jpeg-js');
  return decode(bytes, { useTArray: true, maxMemoryUsageInMB: 4_096, maxResolutionInMP: 400 });
};

const kinds: readonly { kind: Picture['kind']; begins: string; read: (bytes: Buffer) => Points | Promise<Points> }[] = [
  { kind: 'PNG', begins: '\x89PNG', read: readPng },
  { kind: 'JPEG', begins: '\xff\xd8\xff', read: readJpeg },
];

export const lookAt = async (url: string): Promise<Seen> => {
  const inline = /^data:image\/[\w.+-]+;base64,/.exec(url)?.[0];
  if (!inline) return { problem: 'address', bytes: 0 };
  const file = Buffer.from(url.slice(inline.length), 'base64');
  const known = kinds.find(({ begins }) => file.toString('latin1', 0, begins.length) === begins);
  if (!known) return { problem: 'unknown', bytes: file.length };
  try {
    const points = await known.read(file);
    const { width, height } = points;
    const [kind, colour] = [known.kind, colourOf(points)];
    return { kind, width, height, colour, bytes: file.length, characters: url.length, hash: hashOf(file) };
  } catch {
    return { problem: 'broken', bytes: file.length };
  }
};

export const pictureSays = (seen: Seen): string => {
  if (!('problem' in seen))
    return `A ${seen.kind} picture, ${seen.width} pixels wide and ${seen.height} pixels high, mostly ${seen.colour}.`;
  return seen.problem === 'address'
    ? 'A picture at an address, which this practice model does not open.'
    : `A picture of ${seen.bytes} bytes in a format that this practice model does not read.`;
};
