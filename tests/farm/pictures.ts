// What a practice model sees in a picture: its kind and its size, which a test can know. Never what it shows.

const sizeOfPng = (bytes: Buffer) =>
  bytes.toString('latin1', 1, 4) === 'PNG' && bytes.length >= 24
    ? { kind: 'PNG', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : null;

const sizeOfJpeg = (bytes: Buffer) => {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes.readUInt16BE(at);
    // The frame header: any of C0 to CF but the three that are tables.
    if (mark >= 0xffc0 && mark <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(mark))
      return { kind: 'JPEG', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return null;
};

export const pictureSays = (url: string): string => {
  const inline = /^data:image\/[\w.+-]+;base64,(.+)$/s.exec(url)?.[1];
  if (!inline) return 'A picture at an address, which this practice model does not open.';
  const bytes = Buffer.from(inline, 'base64');
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes);
  return size
    ? `A ${size.kind} picture, ${size.width} pixels wide and ${size.height} pixels high.`
    : `A picture of ${bytes.length} bytes in a format that this practice model does not read.`;
};
