// Money in US dollars, as it is shown and as it is typed. Decides nothing about what may be spent.

/** An amount as it is read: cents above ten cents, the telling digits below. */
export const dollars = (usd: number): string => {
  const amount = Math.abs(usd);
  const sign = usd < 0 ? '−' : '';
  if (amount === 0) return '$0.00';
  if (amount < 0.0001) return `less than ${sign}$0.0001`;
  const digits = amount < 0.01 ? 1 : 2;
  return `${sign}$${amount < 0.1 ? String(Number(amount.toPrecision(digits))) : amount.toFixed(2)}`;
};

/** An amount as it stands in its field: exact, at least with cents. */
export const asTyped = (usd: number): string => usd.toFixed(6).replace(/0{1,4}$/, '');

export type ReadMoney = { ok: true; usd: number | null } | { ok: false; message: string };

const example = 'Write an amount in dollars, such as 0.05.';

/** Digits in groups of three behind one kind of sign: 12,000 or 1.000.000. */
const grouped = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;

/** Reads 0,05 as well as 0.05, and 1.234,50 as well as 1,234.50. Nothing typed is no amount. */
export const readMoney = (typed: string): ReadMoney => {
  const text = typed.replace(/^\s*(?:US)?\$|(?:USD|US-?dollars?|dollars?|\$)\s*$/gi, '').replace(/\s+/g, '');
  if (text === '') return { ok: true, usd: null };
  if (/^[-−]/.test(text)) return { ok: false, message: 'An amount cannot be less than nothing.' };
  if (!/^\d*(?:[.,]\d+)*[.,]?$/.test(text) || !/\d/.test(text))
    return { ok: false, message: `“${typed.trim()}” is not an amount. ${example}` };
  const signs = text.match(/[.,]/g) ?? [];
  // One sign and three digits behind it: a thousand to some people, one to others.
  if (signs.length === 1 && grouped.test(text)) {
    const [whole = '', rest = ''] = text.split(/[.,]/);
    return { ok: false, message: `Is that ${whole}${rest} or ${whole}.${rest}0? Please write it so.` };
  }
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const sameSigns = signs.length > 1 && new Set(signs).size === 1;
  const plain =
    last < 0 || sameSigns
      ? text.replace(/[.,]/g, '')
      : `${text.slice(0, last).replace(/[.,]/g, '')}.${text.slice(last + 1)}`;
  const usd = Number(plain);
  if (sameSigns && !grouped.test(text)) return { ok: false, message: `“${typed.trim()}” is not an amount. ${example}` };
  if (!(usd <= 1_000_000)) return { ok: false, message: 'That is more than a million dollars. Please write less.' };
  return { ok: true, usd: Math.round(usd * 1_000_000) / 1_000_000 };
};
