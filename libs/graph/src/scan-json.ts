/** What makes a value unfit to be read at all, found without recursion. */
export interface JsonFault {
  kind: 'too-deep' | 'too-large' | 'forbidden-key' | 'not-finite' | 'not-json';
  /** Keys and indexes from the root to the place. */
  path: readonly (string | number)[];
}

export const MAX_DEPTH = 64;
/** More values than any graph of allowed size holds. */
const MAX_VALUES = 200_000;
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A value on the way through; its path is only put together when it is wanted. */
interface Visit {
  value: unknown;
  key: string | number | null;
  depth: number;
  parent: Visit | null;
}

/** True when JSON text nests deeper than `MAX_DEPTH`, found before a parser could overflow on it. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (quoted) {
      if (character === BACKSLASH) at += 1;
      else if (character === QUOTE) quoted = false;
    } else if (character === QUOTE) quoted = true;
    else if (character === BRACKET || character === BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (character === BRACKET_END || character === BRACE_END) depth -= 1;
  }
  return false;
}

/** The first fault of a value, or undefined for plain JSON of sensible size. */
export function findFault(root: unknown): JsonFault | undefined {
  const waiting: Visit[] = [{ value: root, key: null, depth: 0, parent: null }];
  let visits = 0;
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    visits += 1;
    const kind = visits > MAX_VALUES ? 'too-large' : judge(visit);
    if (kind) return { kind, path: pathTo(visit) };
    const { value, depth } = visit;
    if (typeof value !== 'object' || value === null) continue;
    const entries = Array.isArray(value) ? Array.from(value, listItem) : Object.entries(value);
    for (const [key, item] of entries.reverse()) {
      waiting.push({ value: item, key, depth: depth + 1, parent: visit });
    }
  }
  return undefined;
}

function judge({ value, key, depth }: Visit): JsonFault['kind'] | undefined {
  if (depth > MAX_DEPTH) return 'too-deep';
  if (typeof key === 'string' && FORBIDDEN.has(key)) return 'forbidden-key';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'not-finite';
  if (typeof value === 'object' || typeof value === 'string' || typeof value === 'boolean') {
    return undefined;
  }
  // A field that is there but undefined is a field that is not there.
  return value === undefined && typeof key === 'string' ? undefined : 'not-json';
}

function pathTo(visit: Visit): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each: Visit | null = visit; each; each = each.parent) {
    if (each.key !== null) path.unshift(each.key);
  }
  return path;
}

function listItem(item: unknown, index: number): [number, unknown] {
  return [index, item];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
