import { nameNodes, type Catalogue, type Graph, type Issue } from '@graft/graph';

/**
 * The node whose training shows what a field does: the last one that trains among those that the field
 * has a part in.
 */
export function findVariedTraining(
  graph: Graph,
  catalogue: Catalogue,
  field: string | null,
): { node: string } | { issue: Issue } {
  const varied = field?.split('.')[0];
  const reached = varied === undefined ? null : reach(graph, varied);
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  const trains = (id: string) =>
    Object.values(catalogue.get(kinds.get(id) ?? '')?.outputs ?? {}).some(
      ({ type }) => type === 'history',
    );
  const active = graph.nodes.filter(({ mode }) => mode === undefined).map(({ id }) => id);
  const trainings = active.filter((id) => trains(id) && (reached?.has(id) ?? true));
  const last = trainings.filter(
    (id) => ![...reach(graph, id)].some((other) => other !== id && trainings.includes(other)),
  );
  const [only, ...more] = last;
  const names = nameNodes(graph, catalogue);
  const say = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ');
  if (only === undefined) {
    return { issue: refuseVariation('no-training', varied === undefined ? '' : say([varied])) };
  }
  if (more.length > 0) return { issue: refuseVariation('many', say(last)) };
  return { node: only };
}

const MESSAGES = {
  nothing: () => 'There is nothing to try.',
  idle: (node: string) => `"${node}" does not run in this graph, so there is nothing to compare.`,
  'no-training': (node: string) =>
    node === ''
      ? 'Settings are compared by the validation part of a training, and nothing in this graph trains. Add a Train node.'
      : `No training depends on "${node}". Vary a field of a node that trains, or of one before it.`,
  many: (nodes: string) =>
    `Several trainings would be compared (${nodes}), each with a best setting of its own. Mute all but one.`,
} as const;

/** Why a variation is not possible; `about` names a node or nodes. */
export function refuseVariation(reason: keyof typeof MESSAGES, about: string): Issue {
  return { code: `plan.variation-${reason}`, severity: 'error', message: MESSAGES[reason](about) };
}

/** A node and everything that depends on it. */
function reach(graph: Graph, id: string): ReadonlySet<string> {
  const reached = new Set([id]);
  // A Set may grow while it is walked: what a reached node feeds is visited too.
  for (const node of reached) {
    for (const { from, to } of graph.edges) if (from.node === node) reached.add(to.node);
  }
  return reached;
}
