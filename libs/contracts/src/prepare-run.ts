import {
  expandGraph,
  hasErrors,
  nameNodes,
  type Catalogue,
  type Graph,
  type InspectionMemory,
  type Issue,
  type Json,
  type LeftOut,
  type Resources,
} from '@graft/graph';
import {
  applyOverrides,
  compile,
  planLearningRateSearch,
  planVariations,
  type CompiledGraph,
  type StepDecision,
  type Variation,
} from '@graft/plan';
import type { z } from 'zod';
import type { leftOutSchema, plannedStepSchema } from './graphs';
import { readAnew, type KnownGraph } from './known-graphs';
import { toOverrideTexts } from './override-texts';

export type PreparedRun =
  | {
      ok: true;
      /** The graph as it was given. */
      graph: Graph;
      compiled: Extract<CompiledGraph, { ok: true }>;
    }
  | { ok: false; issues: readonly Issue[] };

/** What is run of a graph, where that is not all of it. */
export interface RunOptions {
  /** Node whose learning rate is searched for. */
  findLearningRate?: string | undefined;
  /** Settings that are tried and compared. */
  vary?: Variation | undefined;
}

/**
 * From a document to a plan: what runs, plans and checks mean by a graph with overrides. Never throws.
 * @param read for who is sent the same graphs again and again: see KnownGraphs
 */
export function prepareRun(
  document: unknown,
  overrides: Readonly<Record<string, Json>>,
  catalogue: Catalogue,
  resources: Resources,
  options: RunOptions = {},
  read: (document: unknown) => KnownGraph = readAnew,
): PreparedRun {
  const { parsed, memory } = read(document);
  const { graph, issues } = parsed;
  if (!graph || hasErrors(issues)) return { ok: false, issues };
  const changed = applyOverrides(graph, toOverrideTexts(overrides), catalogue);
  if (!changed.ok) return changed;
  const compiled = compileChosen(changed.graph, catalogue, resources, options, memory);
  return compiled.ok ? { ok: true, graph, compiled } : compiled;
}

function compileChosen(
  graph: Graph,
  catalogue: Catalogue,
  resources: Resources,
  { findLearningRate, vary }: RunOptions,
  memory: InspectionMemory,
): CompiledGraph {
  if (vary !== undefined) return planVariations(graph, vary, catalogue, resources, memory);
  const whole = compile(graph, catalogue, resources, memory);
  if (findLearningRate === undefined) return whole;
  const { graph: expanded } = expandGraph(graph, catalogue);
  return planLearningRateSearch(whole, expanded, catalogue, findLearningRate);
}

/** A step with each node that asked for it; null stands for a step that the compiler added. */
export interface PlacedStep {
  stepId: string;
  node: string | null;
}

/** The steps of a plan in its order, once for each node they belong to. */
export function placeSteps(
  stepIds: readonly string[],
  nodeSteps: Readonly<Record<string, string>>,
): PlacedStep[] {
  const nodes = new Map<string, string[]>();
  for (const [node, stepId] of Object.entries(nodeSteps)) {
    nodes.set(stepId, [...(nodes.get(stepId) ?? []), node]);
  }
  return stepIds.flatMap((stepId) =>
    (nodes.get(stepId) ?? [null]).map((node): PlacedStep => ({ stepId, node })),
  );
}

/** What each step of a plan will do, in the words of the API. */
export function describePlan(
  { plan, nodeSteps, notes }: Extract<CompiledGraph, { ok: true }>,
  decisions: Readonly<Record<string, StepDecision>>,
): z.infer<typeof plannedStepSchema>[] {
  const kinds = new Map(plan.steps.map(({ id, kind }) => [id, kind]));
  const ids = plan.steps.map(({ id }) => id);
  return placeSteps(ids, nodeSteps).map(({ stepId, node }) => {
    const told = describeDecision(decisions[stepId]);
    return {
      stepId,
      node,
      kind: kinds.get(stepId) ?? '',
      ...told,
      notes: [...(notes[stepId] ?? [])],
    };
  });
}

/** Nodes of a graph that a plan leaves out, and why. */
export function describeLeftOut(
  graph: Graph,
  leftOut: ReadonlyMap<string, LeftOut>,
  catalogue: Catalogue,
): z.infer<typeof leftOutSchema>[] {
  const names = nameNodes(graph, catalogue);
  return graph.nodes.flatMap(({ id: node, kind }) => {
    const why = leftOut.get(node);
    if (why === undefined) return [];
    return [{ node, kind, how: why.how, reason: explainLeftOut(names, why) }];
  });
}

/** Why a node has no part in a run, as a sentence. */
function explainLeftOut(names: ReadonlyMap<string, string>, why: LeftOut): string {
  switch (why.how) {
    case 'muted':
      return 'It is muted: it does not run, and nothing that depends on it.';
    case 'bypassed':
      return 'It is bypassed: what it reads goes through it unchanged.';
    case 'behind':
      return `It depends on "${names.get(why.muted) ?? why.muted}", which is muted.`;
  }
}

function describeDecision(
  decision: StepDecision | undefined,
): Pick<z.infer<typeof plannedStepSchema>, 'decision' | 'epoch' | 'since' | 'reason'> {
  switch (decision?.action) {
    case 'HIT':
      return {
        decision: 'hit',
        epoch: null,
        since: decision.since,
        reason: 'its outputs are there already',
      };
    case 'RESUME':
      return {
        decision: 'resume',
        epoch: decision.epoch,
        since: null,
        reason: `a checkpoint of the same work is kept: it goes on in epoch ${decision.epoch}`,
      };
    case 'WAIT':
      return {
        decision: 'wait',
        epoch: null,
        since: null,
        reason: `run ${decision.for} computes the same right now`,
      };
    default:
      return { decision: 'run', epoch: null, since: null, reason: decision?.reason ?? '' };
  }
}
