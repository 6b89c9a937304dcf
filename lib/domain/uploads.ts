// What one upload may carry: a provider's own, a model's where it differs.

export type Uploads = {
  /** Largest audio file, in bytes, that one upload may carry; null: unknown. */
  maxBytes: number | null;
  /** Longest audio, in seconds, that one upload may carry; null: unknown. */
  maxSeconds: number | null;
};
