import * as words from '#words/runs';

/** Steps that no node stands for. */
const ADDED = new Map([['extract-features', words.extractFeatures]]);

/** "cross-validate" as a person reads it. */
export function sayKind(kind: string): string {
  const said = kind.replaceAll('-', ' ');
  return ADDED.get(kind) ?? said.charAt(0).toUpperCase() + said.slice(1);
}
