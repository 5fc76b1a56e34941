import {
  listStepControls,
  placeSteps,
  runErrorSchema,
  type RunStep,
  type RunSummary,
  type RunView,
} from '@graft/contracts';
import type { ListedRun, ModelVersionView, RunWithSteps, StepRun } from '@graft/db';
import { nameNode, parseGraph, type Json } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import {
  listTried,
  progressSchema,
  stepOutputsSchema,
  type Plan,
  type StepOutputs,
} from '@graft/plan';
import { explainWaiting } from './explain-waiting';

type NodeSteps = Readonly<Record<string, string>>;

/** A run for a list. */
export function summariseRun(run: ListedRun): RunSummary {
  return {
    runId: run.id,
    parentId: run.parentId,
    priority: run.priority,
    status: run.state,
    name: run.name,
    pipelineId: run.pipelineId,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    error: viewError(run.error, run.nodeSteps as NodeSteps),
  };
}

/** A run with everything a person asks of it. */
export function viewRun(
  run: RunWithSteps,
  plan: Plan,
  models: readonly ModelVersionView[],
  beside: Pick<RunView, 'children' | 'edited' | 'best'>,
  connected: ReadonlyMap<string, number> | null,
): RunView {
  const nodeSteps = run.nodeSteps as NodeSteps;
  const rows = new Map(run.steps.map((step) => [step.stepId, step]));
  const waiting = explainWaiting(run, plan, connected, (node) => nameNodeOf(run, node));
  const tried = listTried(plan);
  const steps = placeSteps(
    plan.steps.map(({ id }) => id),
    nodeSteps,
  ).flatMap(({ stepId, node }) => {
    const row = rows.get(stepId);
    if (row === undefined) return [];
    const setting = tried.get(stepId);
    return [
      {
        ...viewStep(row, node, nodeSteps),
        ...(setting === undefined ? {} : { tried: setting }),
        waitsFor: waiting.get(stepId) ?? null,
      },
    ];
  });
  const graph = run.version.graph as { name?: string };
  return {
    ...summariseRun({
      ...run,
      ...{ name: graph.name ?? null, pipelineId: run.version.pipelineId },
    }),
    ...beside,
    planDigest: run.planDigest,
    overrides: run.overrides as Record<string, Json>,
    graph: run.version.graph as Json,
    lastSeq: run.lastSeq,
    steps,
    reports: collectReports(steps),
    models: models.map(({ name, number }) => ({ name, version: number })),
  };
}

/** What people call a node of the graph that a run runs. */
function nameNodeOf({ version }: RunWithSteps, nodeId: string): string {
  const { graph } = parseGraph(version.graph);
  return (graph && nameNode(graph, catalogue, nodeId)) ?? nodeId;
}

function viewStep(
  row: StepRun,
  node: string | null,
  nodeSteps: NodeSteps,
): Omit<RunStep, 'waitsFor'> {
  const outputs = readOutputs(row);
  const cached = row.state === 'reused';
  return {
    stepId: row.stepId,
    node,
    kind: row.kind,
    state: row.state,
    attempts: row.fence,
    controls: listStepControls(row.state, catalogue.get(row.kind)?.step?.changeable === true),
    course: viewCourse(row),
    cached,
    seconds: cached ? 0 : measure(row),
    progress: row.progress === null ? null : progressSchema.parse(row.progress),
    error: viewError(row.error, nodeSteps),
    outputs: Object.fromEntries(
      Object.entries(outputs?.artifacts ?? {}).map(([name, { kind, bytes }]) => [
        name,
        { kind, bytes },
      ]),
    ),
    summary: outputs?.summary ?? {},
  };
}

function viewCourse({
  finishEarly,
  learningRate,
  microBatches,
  changed,
}: StepRun): RunStep['course'] {
  return { finishEarly, learningRate, microBatches, changed };
}

export function readOutputs(row: StepRun): StepOutputs | null {
  return row.outputs === null ? null : stepOutputsSchema.parse(row.outputs);
}

function measure({ startedAt, finishedAt }: StepRun): number | null {
  if (!startedAt) return null;
  return Math.max(0, ((finishedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000);
}

/** A report is what a step made as a report, whatever its kind. */
function collectReports(steps: readonly RunStep[]): RunView['reports'] {
  return Object.fromEntries(
    steps
      .filter(({ outputs }) => Object.values(outputs).some(({ kind }) => kind === 'report'))
      .flatMap(({ node, summary }) => (node === null ? [] : [[node, summary]])),
  );
}

function viewError(error: unknown, nodeSteps: NodeSteps): RunSummary['error'] {
  if (error === null) return null;
  const { code, message, stepId } = runErrorSchema.parse(error);
  const node = Object.entries(nodeSteps).find(([, step]) => step === stepId)?.[0] ?? null;
  return { code, message, node };
}
