import type { Graph, Json } from '@graft/graph';

/** Parameters that were chosen otherwise than in the draft, as a run takes them: `node.param` -> value. */
export function listOverrides(draft: Graph, chosen: Graph): Record<string, Json> {
  const before = new Map(draft.nodes.map(({ id, params }) => [id, params]));
  const changed = chosen.nodes.flatMap(({ id, params }) =>
    Object.entries(params).flatMap(([name, value]): [string, Json][] => {
      const same = JSON.stringify(before.get(id)?.[name]) === JSON.stringify(value);
      return same ? [] : [[`${id}.${name}`, value]];
    }),
  );
  return Object.fromEntries(changed);
}
