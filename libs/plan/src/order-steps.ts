import type { Step } from './plan';

/** Topological order, ties by id (Kahn, 1962): the same steps give the same order. */
export function orderSteps(steps: readonly Step[]): Step[] {
  const left = [...steps].sort((a, b) => (a.id < b.id ? -1 : 1));
  const placed = new Set<string>();
  const ordered: Step[] = [];
  while (left.length > 0) {
    const next = left.findIndex((step) => step.needs.every((id) => placed.has(id)));
    const [step] = left.splice(next, 1);
    if (next < 0 || step === undefined) break;
    placed.add(step.id);
    ordered.push(step);
  }
  return ordered;
}
