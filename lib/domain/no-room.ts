// What the browser's stores throw where the disk, or the share of it that is ours, is full.
export const isNoRoom = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';
