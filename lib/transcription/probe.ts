// A second of quiet tone as a WAV file: what an endpoint is asked to transcribe when its connection is tested.

const rate = 16_000;

export const probeWave = (): Blob => {
  const bytes = new ArrayBuffer(44 + rate * 2);
  const view = new DataView(bytes);
  const ascii = (at: number, text: string) => {
    for (const [index, letter] of [...text].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  ascii(0, 'RIFF');
  view.setUint32(4, bytes.byteLength - 8, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, 'data');
  view.setUint32(40, rate * 2, true);
  for (let index = 0; index < rate; index++)
    view.setInt16(44 + index * 2, Math.round(1_000 * Math.sin((index * 2 * Math.PI * 220) / rate)), true);
  return new Blob([bytes], { type: 'audio/wav' });
};
