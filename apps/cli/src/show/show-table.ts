/** Rows as aligned columns; numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = [header, ...rows.map((row) => row.map(formatCell))];
  const widths = header.map((_, column) =>
    Math.max(...texts.map((row) => (row[column] ?? '').length)),
  );
  const numeric = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const lines = texts.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return numeric[column] && rows.length > 0 ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

export type Cell = string | number | null;

function formatCell(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(cell < 10 ? 2 : 1);
}
