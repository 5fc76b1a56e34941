import type { Evidence } from '@graft/contracts';

const ROWS = ['top', 'middle', 'bottom'] as const;
const COLUMNS = ['left', 'centre', 'right'] as const;

/** Where the strongest place of a grid lies, in words, for those who do not see it. */
export function describeEvidence({ label, height, width, values }: Evidence): string {
  const most = Math.max(...values);
  if (!(most > 0)) return `Nothing in the picture spoke for ${label}.`;
  const at = values.indexOf(most);
  const row = ROWS[Math.floor((Math.floor(at / width) * 3 + 1.5) / height)] ?? 'bottom';
  const column = COLUMNS[Math.floor(((at % width) * 3 + 1.5) / width)] ?? 'right';
  const place = row === 'middle' && column === 'centre' ? 'middle' : `${row} ${column}`;
  const wide = values.filter((value) => value >= most / 2).length / values.length;
  const share = Math.max(1, Math.round(wide * 100));
  return `What spoke for ${label} lies at the ${place} of the picture, on ${share} % of it.`;
}
