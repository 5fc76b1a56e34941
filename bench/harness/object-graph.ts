import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphSchema, type Graph, type Json } from '@graft/graph';

/** The main template with some parameters changed: `{train: {epochs: 7}}`. */
export function readTemplate(
  root: string,
  name: string,
  changed: Readonly<Record<string, Readonly<Record<string, Json>>>>,
): Graph {
  const path = join(root, 'assets/templates', `${name}.graph.json`);
  const graph = graphSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const nodes = graph.nodes.map((node) => ({
    ...node,
    params: { ...node.params, ...changed[node.id] },
  }));
  return { ...graph, nodes };
}
