// Numbers as people read them, in columns.

export type Cell = string | number | null;

export const ms = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(0);
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const usd = (value: number): string => `$${value.toFixed(4)}`;

/** A heading and rows under it; the first column to the left, the others to the right. */
export const table = (title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const all = [heads, ...rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))))];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...body] = all;
  return [`### ${title}`, '', line(head), rule, ...body.map(line), ''].join('\n');
};
