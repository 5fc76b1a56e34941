import { canonicalise, type Json } from '@graft/graph';
import type { Plan, Step } from './plan';

interface StepInPlan {
  readonly step: Step;
  readonly plan: Plan;
  readonly nodeSteps: Readonly<Record<string, string>>;
}

/** What makes the key of a step another one than that of the same node's step before, in words. */
export function explainDifference(before: StepInPlan, now: StepInPlan): string {
  const [old, step] = [before.step, now.step];
  const found = [
    ...compareParams(old.params, step.params, (name) => name),
    ...compareData(old, step),
    ...compareModels(before, now),
    ...compareArtifacts(before, now),
    ...compareFeatures(old, step),
  ];
  if (old.kind !== step.kind) return `it was a ${old.kind} step`;
  if (old.implementation !== step.implementation) found.unshift(`Graft computes ${step.kind} anew`);
  return found.length === 0 ? 'one of its inputs changed' : found.join('; ');
}

type Params = Readonly<Record<string, Json>>;

function compareParams(old: Params, now: Params, nameOf: (name: string) => string): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [was, is] = [show(old[name]), show(now[name])];
    return was === is ? [] : [`${nameOf(name)} changed from ${was} to ${is}`];
  });
}

function compareData(old: Step, now: Step): string[] {
  const found = Object.entries(now.data).flatMap(([port, recipe]) => {
    const was = old.data[port];
    if (was === undefined) return [`${port} is new`];
    if (was.dataset !== recipe.dataset) return [`${port} has another data set`];
    if (canonicalise(was) === canonicalise(recipe)) return [];
    return compareOperations(port, was.operations, recipe.operations);
  });
  return [...new Set(found)];
}

type Operations = Step['data'][string]['operations'];

function compareOperations(port: string, old: Operations, now: Operations): string[] {
  const kinds = [old, now].map((each) => each.map((operation) => operation.kind).join(' > '));
  if (kinds[0] !== kinds[1]) {
    return [
      `the data for ${port} is selected by ${kinds[1] || 'nothing'} instead of ${kinds[0] || 'nothing'}`,
    ];
  }
  return now.flatMap((operation, index) => {
    const was = old[index];
    if (was === undefined) return [];
    const changes = compareParams(
      was.params,
      operation.params,
      (name) => `${operation.kind}.${name}`,
    );
    const ported = was.port === operation.port ? [] : [`${port} takes the ${operation.port} part`];
    return [...changes, ...ported];
  });
}

function compareModels(before: StepInPlan, now: StepInPlan): string[] {
  return Object.entries(now.step.models).flatMap(([port, digest]) => {
    const was = before.plan.models[before.step.models[port] ?? ''];
    const is = now.plan.models[digest];
    if (was === undefined || is === undefined) return [`${port} is new`];
    return canonicalise(was) === canonicalise(is) ? [] : [compareLayers(port, was, is)];
  });
}

type Model = Plan['models'][string];

function compareLayers(port: string, was: Model, is: Model): string {
  if (was.layers.length !== is.layers.length) {
    return `the ${port} has ${is.layers.length} layers instead of ${was.layers.length}`;
  }
  const changed = is.layers.filter(
    (layer, index) => canonicalise(layer) !== canonicalise(was.layers[index]),
  );
  if (changed.length === 0) return `what the ${port} reads or answers changed`;
  const learned = changed.every((layer) =>
    layer.weights.some((weight) => weight.source.kind === 'step'),
  );
  if (learned) return `the ${port} was trained differently`;
  const [first] = changed;
  const others = changed.length === 1 ? '' : ` and ${changed.length - 1} more layers`;
  return `"${first?.name ?? ''}"${others} of the ${port} changed`;
}

function compareArtifacts(before: StepInPlan, now: StepInPlan): string[] {
  return Object.entries(now.step.artifacts).flatMap(([port, references]) => {
    const was = before.step.artifacts[port];
    if (was === undefined) return [`${port} is wired now`];
    return canonicalise(was) === canonicalise(references) ? [] : [`its ${port} changed`];
  });
}

function compareFeatures(old: Step, now: Step): string[] {
  if ((old.features === undefined) !== (now.features === undefined)) {
    return [now.features ? 'it reads features now' : 'it no longer reads features'];
  }
  if (old.rowKey !== now.rowKey) return ['the frozen layers or their executor changed'];
  return canonicalise(old.features?.cut ?? []) === canonicalise(now.features?.cut ?? [])
    ? []
    : ['it reads features of another layer'];
}

function show(value: Json | undefined): string {
  return value === undefined ? 'nothing' : canonicalise(value);
}
