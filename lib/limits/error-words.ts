// Brings the words of an error into one plain form, so that one pattern fits what many services write.
// Pure. Names (models, organisations, links) are taken out, because words and numbers inside them mean nothing.

const links =
  /\b(?:https?|wss?):\/\/[^\s"'<>)]+|\b(?:[\w-]{1,63}\.){1,6}(?:com|org|ai|dev|io|net|cn|xyz|google|app)\b\/?[^\s"'<>),]*/g;
const paths = /(?<![\w}])\/(?:[\w.-]+\/?)+|\bv\d\w*\/[\w/]+/g;
const ids = /\b(?:org|proj|req|user|team|chatcmpl|acct|ak)[-_][\w.*]+|\b[0-9a-f]{8}-[0-9a-f-]{20,}\b/g;
const quotedModel = /\b(models?|deployment)\b(\s*(?:id|name|named)?\s*[:=]?\s*)(["'`])[^"'`\s]{2,120}\3/g;
const dashedModel = /\b(model)(\s*[:=]\s*|\s+)(?!non-|pre-|rate-)([a-z][\w.]*(?:[-/][\w.:]+)+)/g;
const modelLike = /(?<![\w.])[a-z][\w.]*(?:[-/:][\w.]+)+/g;
const notModel =
  /^(?:limit|used|requested|current|max|min|code|status|error|http|utf|iso|per|requests?|tokens?|n_)[^a-z]*[-/:]/;

const isModelName = (token: string): boolean => {
  if (!/\d/.test(token) || notModel.test(token)) return false;
  return /[-/]/.test(token) || /\d[\w.]*:/.test(token) || /:[a-z]/.test(token);
};

/**
 * Lower case; links, paths, ids and model names replaced by `{link}`, `{path}`, `{id}`, `{model}`; `n't` spelled out; quotes gone;
 * underscores and hyphens inside words as spaces. Numbers stay as they are written.
 */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[‐‑–—]/g, '-')
    .replace(/<\d{3}>/g, ' ')
    .replace(/%3f/g, '?')
    .replace(links, ' {link} ')
    .replace(paths, '{path}')
    .replace(ids, '{id}')
    .replace(quotedModel, '$1$2{model}')
    .replace(dashedModel, '$1$2{model}')
    .replace(modelLike, (token) => (isModelName(token) ? '{model}' : token))
    .replace(/\bcan(?:not|'t)\b/g, 'can not')
    .replace(/n't\b/g, ' not')
    .replace(/'s\b/g, '')
    .replace(/["'`“”]/g, '')
    .replace(/_/g, ' ')
    .replace(/(?<=[a-z])-(?=[a-z])/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** `modelNotFound` and `GenerateRequestsPerDay` as words, else as `plainWords`. */
export const plainCode = (code: string): string =>
  plainWords(
    code
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .replace(/[._/-]/g, ' '),
  );

/** Sentences that offer something else than what was asked: their numbers are no limits. */
const offers =
  /\b(?:need more tokens|upgrade|add \d+ credits|unlock|to increase|subscribe|contact (?:us|sales)|you can increase|for higher limits)\b[^\n]*?(?:[.!](?=\s|$)|$)/g;

export const withoutOffers = (words: string): string => words.replace(offers, ' ');
