// Whole numbers as they are typed: a limit, a window. Nothing typed is no number.

export type ReadWhole = { ok: true; value: number | null } | { ok: false; message: string };

const most = 1_000_000_000;
/** Three digits at a time behind one kind of sign: 60,000 or 1 000 000. */
const grouped = /^\d{1,3}([.,'’_\s])\d{3}(?:\1\d{3})*$/;

export const readWhole = (typed: string): ReadWhole => {
  const text = typed.trim();
  if (text === '') return { ok: true, value: null };
  const digits = grouped.test(text) ? text.replace(/\D/g, '') : text;
  const value = /^\d{1,10}$/.test(digits) ? Number(digits) : null;
  if (value === null) return { ok: false, message: `“${text}” is not a whole number. Write one such as 300.` };
  if (value === 0) return { ok: false, message: 'Leave it empty where you know no limit.' };
  return value > most ? { ok: false, message: 'That is more than a billion. Please write less.' } : { ok: true, value };
};
