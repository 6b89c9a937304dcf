// Times as Go programs print them, which is how Groq and OpenAI write their waits: `2m59.56s`, `7.66s`, `6ms`.

const trimmed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

export const goDuration = (ms: number): string => {
  if (ms <= 0) return '0s';
  if (ms < 1000) return `${Math.max(1, Math.ceil(ms))}ms`;
  // Whole milliseconds first, upwards: a promised time must not come too early, and 59.9999 s must not print as `60s`.
  const whole = Math.ceil(ms - 1e-6);
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = `${trimmed((whole % 60_000) / 1000, 3)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
};
