import type { Graph } from './graph';

export interface NodeOrder {
  /** Ids of all nodes outside cycles and not behind one; sources first, ties by id. */
  order: readonly string[];
  /** Each cycle once, node by node along the wires; it starts at its smallest id. */
  cycles: readonly (readonly string[])[];
}

/** Topological order (Kahn, 1962). The same graph gives the same order, however its lists are sorted. */
export function orderNodes(graph: Pick<Graph, 'nodes' | 'edges'>): NodeOrder {
  const ids = [...new Set(graph.nodes.map((node) => node.id))].sort();
  const targets = new Map(ids.map((id): [string, Set<string>] => [id, new Set()]));
  for (const { from, to } of graph.edges) {
    if (targets.has(to.node)) targets.get(from.node)?.add(to.node);
  }
  const order = takeReady(ids, targets);
  const placed = new Set(order);
  return {
    order,
    cycles: findCycles(
      ids.filter((id) => !placed.has(id)),
      targets,
    ),
  };
}

type Targets = ReadonlyMap<string, ReadonlySet<string>>;

function takeReady(ids: readonly string[], targets: Targets): string[] {
  const missing = new Map(ids.map((id) => [id, 0]));
  for (const id of ids) {
    for (const target of targets.get(id) ?? []) missing.set(target, (missing.get(target) ?? 0) + 1);
  }
  const ready = ids.filter((id) => missing.get(id) === 0);
  const order: string[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    for (const target of targets.get(id) ?? []) {
      const left = (missing.get(target) ?? 0) - 1;
      missing.set(target, left);
      if (left === 0) insertSorted(ready, target);
    }
  }
  return order;
}

function insertSorted(sorted: string[], id: string): void {
  const index = sorted.findIndex((each) => each > id);
  sorted.splice(index < 0 ? sorted.length : index, 0, id);
}

/** Walks along the wires from every node that is left until a node comes again. */
function findCycles(left: readonly string[], targets: Targets): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const allowed = new Set(left);
  for (const start of left) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const waiting: { id: string; depth: number }[] = [{ id: start, depth: 0 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const leaving of path.splice(next.depth)) {
        onPath.delete(leaving);
        done.add(leaving);
      }
      if (onPath.has(next.id)) cycles.push(startAtSmallest(path.slice(path.indexOf(next.id))));
      if (done.has(next.id) || onPath.has(next.id)) continue;
      path.push(next.id);
      onPath.add(next.id);
      const onward = [...(targets.get(next.id) ?? [])]
        .filter((id) => allowed.has(id))
        .sort()
        .reverse();
      for (const id of onward) waiting.push({ id, depth: path.length });
    }
    for (const id of path) done.add(id);
  }
  return cycles;
}

function startAtSmallest(cycle: readonly string[]): string[] {
  const smallest = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
