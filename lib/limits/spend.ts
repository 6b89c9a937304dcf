// Money: what was paid this month, what is under way, what was saved. Pure; amounts in USD.
import type { Spend } from '../domain/state.ts';

export const monthOf = (now: number): string => {
  const date = new Date(now);
  return `${date.getUTCFullYear()}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
};

/** A new month begins at nothing; what is under way goes along. */
const current = (spend: Spend, now: number): Spend =>
  spend.month === monthOf(now) ? spend : { ...spend, month: monthOf(now), byOwner: {} };

/** What this owner has cost this month and may cost by what is under way. */
export const spentBy = (spend: Spend, owner: string, now: number): number =>
  (spend.month === monthOf(now) ? (spend.byOwner[owner] ?? 0) : 0) + (spend.pending[owner] ?? 0);

const added = (record: Record<string, number>, owner: string, usd: number): Record<string, number> =>
  usd === 0 ? record : { ...record, [owner]: Math.max(0, (record[owner] ?? 0) + usd) };

export const reserveSpend = (spend: Spend, owner: string, usd: number): Spend =>
  usd === 0 ? spend : { ...spend, pending: added(spend.pending, owner, usd) };

/** @param reserved what was set aside before sending @param paid what it cost; 0 for a failed try */
export const settleSpend = (spend: Spend, owner: string, reserved: number, paid: number, now: number): Spend => {
  if (reserved === 0 && paid === 0) return spend;
  const { byOwner, pending, ...rest } = current(spend, now);
  return { ...rest, byOwner: added(byOwner, owner, paid), pending: added(pending, owner, -reserved) };
};

/** As an earlier life left it: what was under way when the process died may have been charged. */
export const paidInFull = (spend: Spend, now: number): Spend => {
  const { byOwner, ...rest } = current(spend, now);
  const owners = Object.entries(spend.pending);
  return { ...rest, byOwner: owners.reduce((paid, [owner, usd]) => added(paid, owner, usd), byOwner), pending: {} };
};

export const withSaved = (spend: Spend, usd: number): Spend =>
  usd === 0 ? spend : { ...spend, savedUsd: spend.savedUsd + usd };
