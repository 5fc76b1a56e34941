import { digestJson, nameNodes, type Catalogue, type Graph, type Issue } from '@graft/graph';
import type { CompiledGraph } from './compile';
import { nameStep } from './cache-key';
import { digestPlan } from './digest-plan';
import { orderSteps } from './order-steps';
import type { Plan, Step } from './plan';

/** What the step that searches a learning rate is called; it is not a node. */
export const LEARNING_RATE_SEARCH = { kind: 'find-learning-rate', output: 'curve' } as const;

/** Raise it when the same inputs would give another curve. */
const IMPLEMENTATION = 1;

/**
 * The plan that searches a learning rate for a node that trains: that node's step is replaced by the
 * search, what it needs stays, and nothing else runs. Features are shared with the run itself.
 * @param graph with its components drawn out
 * Returns an Issue when the node does not train.
 */
export function planLearningRateSearch(
  compiled: CompiledGraph,
  graph: Graph,
  catalogue: Catalogue,
  nodeId: string,
): CompiledGraph {
  if (!compiled.ok) return compiled;
  const kind = graph.nodes.find((node) => node.id === nodeId)?.kind ?? '';
  const { plan, nodeSteps } = compiled;
  const step = plan.steps.find(({ id }) => id === nodeSteps[nodeId]);
  if (step === undefined || catalogue.get(kind)?.step?.searchesLearningRate !== true) {
    return { ok: false, issues: [describeWrongNode(nodeId, nameNodes(graph, catalogue))] };
  }
  const search = replace(step);
  const steps = orderSteps([...collectNeeds(plan, step), search]);
  const used = new Set(steps.flatMap(({ models }) => Object.values(models)));
  const models = Object.fromEntries(
    Object.entries(plan.models).filter(([digest]) => used.has(digest)),
  );
  const searching: Plan = { ...plan, steps, models };
  const kept = new Set(steps.map(({ id }) => id));
  const notes = Object.entries(compiled.notes).filter(([id]) => kept.has(id));
  return {
    ...compiled,
    plan: searching,
    digest: digestPlan(searching),
    nodeSteps: {
      ...Object.fromEntries(Object.entries(nodeSteps).filter(([, id]) => kept.has(id))),
      [nodeId]: search.id,
    },
    notes: { ...Object.fromEntries(notes), [search.id]: [...(compiled.notes[step.id] ?? [])] },
  };
}

function replace(step: Step): Step {
  const { kind } = LEARNING_RATE_SEARCH;
  const key = digestJson({ kind, implementation: IMPLEMENTATION, of: step.key });
  return { ...step, kind, key, implementation: IMPLEMENTATION, id: nameStep(kind, key) };
}

function collectNeeds(plan: Plan, step: Step): Step[] {
  const wanted = new Set(step.needs);
  for (const each of plan.steps.toReversed()) {
    if (wanted.has(each.id)) for (const need of each.needs) wanted.add(need);
  }
  return plan.steps.filter(({ id }) => wanted.has(id));
}

function describeWrongNode(nodeId: string, names: ReadonlyMap<string, string>): Issue {
  return {
    code: 'plan.no-learning-rate',
    severity: 'error',
    nodeId,
    message: `A learning rate can be searched for a node that trains, and "${names.get(nodeId) ?? nodeId}" is none. Choose a Train or Fine-tune node.`,
  };
}
