/**
 * Rows as CSV (RFC 4180). A leading sign would make a spreadsheet run a text as a formula: an apostrophe keeps it a
 * text. Numbers stay what they are.
 */
export function writeCsvRows(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
