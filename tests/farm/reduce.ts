// Fewer samples: tones end at 1,633 Hz, so that about 8,000 samples a second are enough to hear them, and an hour of
// sound fits into the memory. Takes sound piece by piece; keeps nothing of what it has passed on.

export type Reducer = { rate: number; push(piece: Float32Array): void; finish(): Float32Array };

export const createReducer = (rate: number): Reducer => {
  const factor = Math.max(1, Math.floor(rate / 8_000));
  const pieces: Float32Array[] = [];
  let sum = 0;
  let held = 0;
  return {
    rate: rate / factor,
    push(piece) {
      if (factor === 1) {
        pieces.push(piece.slice());
        return;
      }
      const reduced = new Float32Array(Math.floor((held + piece.length) / factor));
      let at = 0;
      for (let i = 0; i < piece.length; i += 1) {
        sum += piece[i] ?? 0;
        held += 1;
        if (held < factor) continue;
        reduced[at] = sum / factor;
        at += 1;
        sum = 0;
        held = 0;
      }
      pieces.push(reduced);
    },
    finish() {
      const whole = new Float32Array(pieces.reduce((total, piece) => total + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
  };
};

export const reduced = (pcm: Float32Array, rate: number): { pcm: Float32Array; rate: number } => {
  if (rate < 16_000) return { pcm, rate };
  const reducer = createReducer(rate);
  reducer.push(pcm);
  return { pcm: reducer.finish(), rate: reducer.rate };
};
