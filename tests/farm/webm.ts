// WebM as browsers record it, turned into Ogg: the Opus packets stay as they are and only change their wrapping.
// Knows no other codec, and no WebM whose blocks are laced together.

const ids = { private: 0x63a2, simpleBlock: 0xa3, block: 0xa1 };
/** Elements that only hold others: walked into, whatever length they claim, since a live recording does not know it. */
const holders = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0]);

export const isWebm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3;

/** A number of 1 to 8 bytes whose first bits tell how many. */
const numberAt = (bytes: Uint8Array, at: number, keepMark: boolean): { value: number; length: number } | null => {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return null;
  let value = keepMark ? first : first & (0xff >> length);
  for (let i = 1; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, length };
};

type Packets = { head: Uint8Array | null; packets: Uint8Array[] };

const readWebm = (bytes: Uint8Array): Packets => {
  const found: Packets = { head: null, packets: [] };
  for (let at = 0; at < bytes.length; ) {
    const id = numberAt(bytes, at, true);
    const size = id && numberAt(bytes, at + id.length, false);
    if (!size) break;
    const from = at + id.length + size.length;
    at = holders.has(id.value) ? from : from + size.value;
    if (at > bytes.length) break;
    if (id.value === ids.private) found.head = bytes.subarray(from, at);
    // Number of the track, time and flags stand before the packet.
    if (id.value === ids.simpleBlock || id.value === ids.block) found.packets.push(bytes.subarray(from + 4, at));
  }
  return found;
};

/** Length of an Opus packet in samples at 48,000 a second, from its first bytes (RFC 6716, section 3.1). */
const samplesIn = (packet: Uint8Array): number => {
  const [first = 0, second = 0] = packet;
  const config = first >> 3;
  const lengths = config < 12 ? [480, 960, 1_920, 2_880] : config < 16 ? [480, 960] : [120, 240, 480, 960];
  const frames = [1, 2, 2, second & 0x3f][first & 3] ?? 1;
  return (lengths[config % lengths.length] ?? 960) * frames;
};

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

const crcOf = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0)) >>> 0;
  return crc;
};

const pageOf = (packets: readonly Uint8Array[], number: number, granule: number, flags: number): Buffer => {
  const lacing = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
  const head = Buffer.alloc(27);
  head.write('OggS', 0);
  head.writeUInt8(flags, 5);
  head.writeBigInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(number, 18);
  head.writeUInt8(lacing.length, 26);
  const page = Buffer.concat([head, Buffer.from(lacing), ...packets]);
  page.writeUInt32LE(crcOf(page), 22);
  return page;
};

const tags = Buffer.from('OpusTags\x08\0\0\0practice\0\0\0\0', 'latin1');
const [first, last] = [2, 4];
/** One packet has at most 6 lacing values here, and a page holds 255. */
const packetsPerPage = 25;

/** @returns null where there is no Opus in it */
export const oggOf = (webm: Uint8Array): Uint8Array | null => {
  const { head, packets } = readWebm(webm);
  if (!head || Buffer.from(head.subarray(0, 8)).toString('latin1') !== 'OpusHead' || packets.length === 0) return null;
  const pages = [pageOf([head], 0, 0, first), pageOf([tags], 1, 0, 0)];
  let granule = 0;
  for (let at = 0; at < packets.length; at += packetsPerPage) {
    const group = packets.slice(at, at + packetsPerPage);
    granule += group.reduce((sum, packet) => sum + samplesIn(packet), 0);
    pages.push(pageOf(group, pages.length, granule, at + packetsPerPage >= packets.length ? last : 0));
  }
  return new Uint8Array(Buffer.concat(pages));
};
