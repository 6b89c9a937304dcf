// Takes secrets out of a text that people will see: some services repeat the key, or most of it, in their answer.
// Pure. It would rather hide a harmless long word than show a secret.

const secrets: readonly RegExp[] = [
  // After the words that introduce one.
  /(?<=\b(?:bearer|api[ _-]?key(?: provided)?|token|secret|password)\b["']?\s*[:=]\s*["']?)[^\s"',;]{6,}/gi,
  /(?<=\bbearer )[\w.~+/-]{8,}=*/gi,
  // Prefix and body: `sk-proj-…`, `gsk_…`, `tgp_v1_…`.
  /\b(?:sk|gsk|csk|rk|pk|tgp|fw|hf|nvapi|xai|pplx|r8|key|AIza)[-_]?(?:[a-z\d]+[-_])*[\w*-]{10,}/g,
  /\bAIza[\w-]{20,}/g,
  // Long runs that no word has: hex, or letters of both cases and digits mixed.
  /\b[0-9a-f]{32,}\b/gi,
  /\b(?=[A-Za-z]*\d)(?=[A-Za-z\d]*[a-z])(?=[A-Za-z\d]*[A-Z])[A-Za-z\d]{24,}\b/g,
];

export const withoutSecrets = (text: string): string =>
  secrets.reduce((hidden, secret) => hidden.replace(secret, '[hidden]'), text);
