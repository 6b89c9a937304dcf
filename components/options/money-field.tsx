// An amount in dollars that is kept on Enter and when the field is left. Reads a comma as well as a point.
import type { RefusalReply } from '../../lib/view/shapes.ts';
import { asTyped, readMoney } from '../money.ts';
import { KeptField, type ReadNumber } from './kept-field.tsx';

type MoneyFieldProps = {
  label: string;
  hint: string;
  /** What stands in the empty field: what it means that there is no amount. */
  empty: string;
  /** What the background holds; null: no amount. */
  held: number | null;
  /** What else must be true of an amount here: a sentence where it is not. */
  check: (usd: number | null) => string | null;
  onChange: (usd: number | null) => Promise<{ ok: true; value: object } | RefusalReply>;
};

const judged = (typed: string, check: MoneyFieldProps['check']): ReadNumber => {
  const read = readMoney(typed);
  if (!read.ok) return read;
  const objection = check(read.usd);
  return objection === null ? { ok: true, value: read.usd } : { ok: false, message: objection };
};

export const MoneyField = ({ check, ...rest }: MoneyFieldProps) => (
  <KeptField {...rest} sign="$" write={asTyped} read={(typed) => judged(typed, check)} />
);
