import type { TransferWayView, WhichTransferView } from '@graft/contracts';
import type { RunWithSteps, StepRun } from '@graft/db';
import type { Graph } from '@graft/graph';
import {
  COMPARE_NODE,
  concludeWays,
  drawWay,
  TRAINING_EFFORT,
  type Comparison,
  type TransferWay,
} from '@graft/nodes';
import { EXTRACTION, progressSchema } from '@graft/plan';
import { readOutputs } from '../runs/view-run';
import { estimateTimeLeft } from './estimate-time-left';

/** The table of ways as far as the run has come; the verdict when all of them are compared. */
export async function viewWhichTransfer(
  run: RunWithSteps,
  graph: Graph,
  ways: readonly TransferWay[],
  read: (digest: string) => Promise<Buffer>,
): Promise<WhichTransferView> {
  const nodeSteps = run.nodeSteps as Readonly<Record<string, string>>;
  const steps = new Map(run.steps.map((step) => [step.stepId, step]));
  const stepOf = (node: string) => steps.get(nodeSteps[node] ?? '');
  const comparison = await readComparison(stepOf(COMPARE_NODE), read);
  const named = graph.nodes.find(({ id }) => id === 'data')?.params['dataset'];
  const dataset = typeof named === 'string' ? named : '';
  const conclusion = comparison && concludeWays(comparison, ways);
  return {
    ...{ runId: run.id, status: run.state, dataset },
    ways: ways.flatMap((way, index) => {
      const step = stepOf(`${way.id}-folds`);
      const own = { ref: dataset, name: dataset };
      return step ? [viewWay(way, step, comparison, index, drawWay(own, way))] : [];
    }),
    ...describeCourse(run, ways, nodeSteps),
    recommended: conclusion?.recommended ?? null,
    sentences: [...(conclusion?.sentences ?? [])],
  };
}

/** What somebody who waits wants to know. */
function describeCourse(
  { steps, state }: RunWithSteps,
  ways: readonly TransferWay[],
  nodeSteps: Readonly<Record<string, string>>,
): Pick<WhichTransferView, 'features' | 'fraction' | 'secondsLeft'> {
  const efforts = new Map(
    ways.map(({ id, training }) => [nodeSteps[`${id}-folds`], TRAINING_EFFORT[training]]),
  );
  const weighed = steps.map((step) => ({ step, effort: efforts.get(step.stepId) ?? 1 }));
  const { fraction, secondsLeft } = estimateTimeLeft(weighed, new Date());
  const extractions = steps.filter(({ kind }) => kind === EXTRACTION.kind);
  const there = extractions.filter((step) => ['succeeded', 'reused'].includes(step.state));
  return {
    features: { done: there.length, total: extractions.length },
    fraction,
    secondsLeft: state === 'running' ? secondsLeft : null,
  };
}

async function readComparison(
  step: StepRun | undefined,
  read: (digest: string) => Promise<Buffer>,
): Promise<Comparison | null> {
  const digest = step && readOutputs(step)?.artifacts['report']?.digest;
  if (digest === undefined) return null;
  return JSON.parse((await read(digest)).toString('utf8')) as Comparison;
}

function viewWay(
  way: TransferWay,
  step: StepRun,
  comparison: Comparison | null,
  index: number,
  graph: Graph,
): TransferWayView {
  const summary = readOutputs(step)?.summary ?? {};
  const number = (name: string) => {
    const value = summary[name];
    return typeof value === 'number' ? value : null;
  };
  const verdict = comparison?.verdicts.find(({ entry }) => entry === index);
  const { id, title, base, cut, training } = way;
  return {
    ...{ id, title, base, cut, training },
    stepId: step.stepId,
    state: step.state,
    progress: step.progress === null ? null : progressSchema.parse(step.progress),
    accuracy: number('meanAccuracy'),
    low: number('low'),
    high: number('high'),
    seconds: number('seconds'),
    parameters: number('parameters'),
    trainable: number('trainable'),
    multiplyAdds: number('multiplyAdds'),
    difference: verdict ? { outcome: verdict.outcome, ...verdict.asymptote.difference } : null,
    graph,
  };
}
