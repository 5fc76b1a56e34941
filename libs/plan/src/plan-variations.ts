import {
  digestJson,
  expandGraph,
  fieldInside,
  nameNodes,
  type Catalogue,
  type ExpandedGraph,
  type Graph,
  type InspectionMemory,
  type Json,
  type Resources,
} from '@graft/graph';
import { nameStep } from './cache-key';
import { compile, type CompiledGraph } from './compile';
import { digestPlan } from './digest-plan';
import { findVariedTraining, refuseVariation } from './find-varied-training';
import { listVariations, type Variation, type VariedRun } from './list-variations';
import { orderSteps } from './order-steps';
import { applyOverrides } from './override-params';
import { chooseInterpreter, PLAN_FORMAT, type Plan, type Step } from './plan';

/** The step that compares the trainings of a variation; it is not a node. */
export const SETTING_CHOICE = {
  kind: 'choose-setting',
  histories: 'histories',
  validation: 'validation',
  output: 'settings',
} as const;

/** Raise it when the same trainings would be compared in another way. */
const IMPLEMENTATION = 1;
const LIMIT_SECONDS = 600;

type Compiled = Extract<CompiledGraph, { ok: true }>;
type Trained = VariedRun & { compiled: Compiled; step: Step };

/**
 * One plan for a training with many settings: a training for each value and repeat, what these need,
 * and a step that compares them on the validation part. What follows a training in the graph is left
 * out, so nothing reads the test part before a setting is chosen. Equal work is done once, as ever.
 * Returns an Issue for a field, a value or a graph with which that is not possible.
 */
export function planVariations(
  drawn: Graph,
  variation: Variation,
  catalogue: Catalogue,
  resources: Resources,
  memory: InspectionMemory = new Map(),
): CompiledGraph {
  const expanded = expandGraph(drawn, catalogue);
  if (expanded.issues.length > 0) return compile(drawn, catalogue, resources, memory);
  const { graph } = expanded;
  const field = readField(variation.field, expanded);
  const training = findVariedTraining(graph, catalogue, field);
  if ('issue' in training) return { ok: false, issues: [training.issue] };
  const listed = listVariations(graph, { ...variation, field }, catalogue);
  if ('issue' in listed) return { ok: false, issues: [listed.issue] };
  const trained: Trained[] = [];
  for (const run of listed.runs) {
    const changed = applyOverrides(graph, writeOverrides(run.overrides), catalogue);
    if (!changed.ok) return changed;
    const compiled = compile(changed.graph, catalogue, resources, memory);
    if (!compiled.ok) return compiled;
    const step = compiled.plan.steps.find(({ id }) => id === compiled.nodeSteps[training.node]);
    if (step === undefined) {
      const name = nameNodes(graph, catalogue).get(training.node) ?? training.node;
      return { ok: false, issues: [refuseVariation('idle', name)] };
    }
    trained.push({ ...run, compiled, step });
  }
  return joinTrainings(trained, variation, training.node);
}

/** The field of the node that it belongs to, where a component asks for it. */
function readField(field: string | null, expanded: ExpandedGraph): string | null {
  const [, nodeId, name] = /^([^.]+)\.(.+)$/.exec(field ?? '') ?? [];
  if (nodeId === undefined || name === undefined) return field;
  const place = fieldInside({ nodeId, field: name }, expanded);
  return `${place.nodeId}.${place.field}`;
}

/** As JSON, so that a text that looks like a number stays a text. */
function writeOverrides(overrides: Readonly<Record<string, Json>>): string[] {
  return Object.entries(overrides).map(([place, value]) => `${place}=${JSON.stringify(value)}`);
}

function joinTrainings(
  trained: readonly Trained[],
  { field }: Variation,
  node: string,
): CompiledGraph {
  const [first] = trained;
  if (first === undefined) return { ok: false, issues: [refuseVariation('nothing', node)] };
  const steps = new Map<string, Step>();
  const notes: Record<string, string[]> = {};
  for (const each of trained) {
    for (const step of collectNeeded(each)) {
      steps.set(step.id, step);
      notes[step.id] ??= [...(each.compiled.notes[step.id] ?? [])];
    }
    notes[each.step.id]?.push(sayVariation(each, field));
  }
  const choice = makeChoice(trained, field);
  const all = orderSteps([...steps.values(), choice]);
  const plan: Plan = {
    format: PLAN_FORMAT,
    interpreter: chooseInterpreter(all),
    steps: all,
    models: Object.fromEntries(trained.flatMap(({ compiled }) => listModels(compiled.plan, all))),
  };
  const shared = Object.entries(first.compiled.nodeSteps).filter(
    ([id, step]) =>
      steps.has(step) && trained.every(({ compiled }) => compiled.nodeSteps[id] === step),
  );
  return {
    ...{ ok: true, plan, digest: digestPlan(plan), notes },
    nodeSteps: { ...Object.fromEntries(shared), [node]: choice.id },
    ...{ leftOut: first.compiled.leftOut, issues: first.compiled.issues },
  };
}

function makeChoice(trained: readonly Trained[], field: string | null): Step {
  const { kind, histories, validation } = SETTING_CHOICE;
  const params = {
    field,
    runs: trained.map(({ value, repeat, overrides }) => ({ value, repeat, overrides })),
  };
  const watched = trained[0]?.step.data['validation'];
  const keys = trained.map(({ step }) => step.key);
  const key = digestJson({ kind, implementation: IMPLEMENTATION, params, of: keys });
  return {
    ...{ id: nameStep(kind, key), kind, implementation: IMPLEMENTATION, key, params },
    ...{ resource: 'io', cacheable: true, timeLimitSeconds: LIMIT_SECONDS, models: {} },
    data: watched === undefined ? {} : { [validation]: watched },
    artifacts: { [histories]: trained.map(({ step }) => ({ step: step.id, output: 'history' })) },
    needs: [...new Set(trained.map(({ step }) => step.id))].sort(),
  };
}

/** A training and everything that it needs, however far away. */
function collectNeeded({ compiled, step }: Trained): Step[] {
  const wanted = new Set([step.id]);
  for (const each of compiled.plan.steps.toReversed()) {
    if (wanted.has(each.id)) for (const need of each.needs) wanted.add(need);
  }
  return compiled.plan.steps.filter(({ id }) => wanted.has(id));
}

function listModels({ models }: Plan, steps: readonly Step[]): [string, Plan['models'][string]][] {
  const used = new Set(steps.flatMap((step) => Object.values(step.models)));
  return Object.entries(models).filter(([digest]) => used.has(digest));
}

function sayVariation({ value, repeat }: VariedRun, field: string | null): string {
  const setting = field === null ? [] : [`${field} = ${JSON.stringify(value)}`];
  return [...setting, `repeat ${repeat + 1}`].join(', ');
}
