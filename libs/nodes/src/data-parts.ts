import { canonicalise, type DataOperation, type DataRecipe } from '@graft/graph';

/**
 * True unless the two selections are known to share no example: they come from different data, or
 * take different ports of the same partition.
 */
export function mayOverlap(a: DataRecipe, b: DataRecipe): boolean {
  if (a.dataset !== b.dataset) return false;
  for (const [index, left] of a.operations.entries()) {
    const right = b.operations[index];
    if (right === undefined || !sameOperation(left, right)) return true;
    if (left.port !== right.port) return false;
  }
  return true;
}

function sameOperation(a: DataOperation, b: DataOperation): boolean {
  return (
    a.kind === b.kind &&
    a.version === b.version &&
    canonicalise(a.params) === canonicalise(b.params)
  );
}
