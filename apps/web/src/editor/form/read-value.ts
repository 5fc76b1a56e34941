import type { Json } from '@graft/graph';

/** The value where it is of that type; something harmless else. */
export function asNumber(value: Json): number {
  return typeof value === 'number' ? value : 0;
}

/** The value where it is of that type; something harmless else. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : '';
}

/** The value where it is of that type; something harmless else. */
export function asTexts(value: Json): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
