import { UnexpectedError } from '@graft/errors';
import {
  digestJson,
  sortLabels,
  type DataRecipe,
  type JsonObject,
  type OutputRef,
} from '@graft/graph';
import { listSourceSteps, replaceStepIds, type ModelSpec } from '@graft/model';
import { computeKey, nameStep, type KeyedInput, type KeyParts } from './cache-key';
import { orderSteps } from './order-steps';
import { chooseInterpreter, PLAN_FORMAT, type FeatureUse, type Plan, type Step } from './plan';

/** A spec in a plan: where it stands, what identifies it, which steps make its weights. */
export interface InternedModel {
  /** Digest of the spec as it stands in the plan, with step ids. */
  readonly digest: string;
  /** Digest of the spec with step keys instead of ids: its identity across plans. */
  readonly identity: string;
  readonly sources: readonly string[];
}

/** Everything about a step that does not follow from the rest. */
export interface StepDraft {
  readonly kind: string;
  readonly implementation: number;
  readonly resource: Step['resource'];
  readonly cacheable: boolean;
  readonly timeLimitSeconds: number;
  readonly params: JsonObject;
  readonly models: ReadonlyMap<string, InternedModel>;
  readonly data: ReadonlyMap<string, DataRecipe>;
  /** With step ids. */
  readonly artifacts: ReadonlyMap<string, readonly OutputRef[]>;
  /** Order of the ports: part of the key. */
  readonly ports: readonly string[];
  readonly features?: FeatureUse;
  readonly rowKey?: string;
  /** What the rows it reads are identified by; a step that makes rows has none. */
  readonly rows: KeyParts['rows'];
}

/** Collects the steps of a plan; equal steps become one. */
export class PlanBuilder {
  readonly #steps = new Map<string, Step>();
  readonly #models: Record<string, ModelSpec> = {};
  readonly #interned = new Map<ModelSpec, InternedModel>();
  readonly #stepOfNode = new Map<string, string>();
  readonly #keyOfNode = new Map<string, string>();
  readonly #notes = new Map<string, Set<string>>();
  readonly #labels = new Map<string, readonly string[]>();

  /** Puts a spec into the plan, once; node ids in it become step ids. */
  internModel(spec: ModelSpec): InternedModel {
    const known = this.#interned.get(spec);
    if (known !== undefined) return known;
    const interned = this.#placeModel(spec);
    this.#interned.set(spec, interned);
    return interned;
  }

  #placeModel(spec: ModelSpec): InternedModel {
    const isLearned = listSourceSteps(spec).length > 0;
    const placed = isLearned ? replaceStepIds(spec, this.#stepOfNode) : spec;
    const digest = isLearned ? digestJson(placed) : digestPlain(spec);
    this.#models[digest] = placed;
    const identity = isLearned ? digestJson(replaceStepIds(spec, this.#keyOfNode)) : digest;
    return { digest, identity, sources: listSourceSteps(placed) };
  }

  /** The output of a node's step, by the id of the step. */
  placeOutput({ step, output }: OutputRef): OutputRef {
    const id = this.#stepOfNode.get(step);
    if (id !== undefined) return { step: id, output };
    throw new UnexpectedError({
      code: 'plan.unknown-source',
      message: `"${step}" gives an output but is no step.`,
    });
  }

  addStep(draft: StepDraft, notes: readonly string[]): Step {
    const step = this.#makeStep(draft);
    const present = this.#steps.get(step.id);
    if (present !== undefined && present.key !== step.key) {
      throw new UnexpectedError({
        code: 'plan.id-collision',
        message: `Two different steps have the id ${step.id}.`,
      });
    }
    this.#steps.set(step.id, present ?? step);
    const all = this.#notes.get(step.id) ?? new Set();
    for (const note of notes) all.add(note);
    this.#notes.set(step.id, all);
    return present ?? step;
  }

  nameNode(nodeId: string, step: Step): void {
    this.#stepOfNode.set(nodeId, step.id);
    this.#keyOfNode.set(nodeId, step.key);
  }

  /**
   * Asks that steps run on workers with labels, besides those that other nodes ask for: who shares a step with others
   * shares what they ask. Steps that only read and write run anywhere.
   */
  askForWorkers(stepIds: readonly string[], labels: readonly string[]): void {
    for (const id of stepIds) {
      const asked = sortLabels([...(this.#labels.get(id) ?? []), ...labels]);
      if (asked.length > 0 && this.#steps.get(id)?.resource !== 'io') this.#labels.set(id, asked);
    }
  }

  build(): { plan: Plan; nodeSteps: Record<string, string>; notes: Record<string, string[]> } {
    const steps = orderSteps(Array.from(this.#steps.values(), (step) => this.#addLabels(step)));
    return {
      plan: {
        format: PLAN_FORMAT,
        interpreter: chooseInterpreter(steps),
        steps,
        models: this.#models,
      },
      nodeSteps: Object.fromEntries(this.#stepOfNode),
      notes: Object.fromEntries(Array.from(this.#notes, ([id, notes]) => [id, [...notes]])),
    };
  }

  #addLabels(step: Step): Step {
    const labels = this.#labels.get(step.id);
    return labels === undefined ? step : { ...step, workerLabels: [...labels] };
  }

  #makeStep(draft: StepDraft): Step {
    const { kind, implementation, params, features, rowKey, rows } = draft;
    const inputs = draft.ports.flatMap((port) => this.#identify(draft, port));
    const key = computeKey({ kind, implementation, params, inputs, rows });
    const needs = [
      ...[...draft.models.values()].flatMap((model) => model.sources),
      ...[...draft.artifacts.values()].flat().map((source) => source.step),
      ...Object.values(features?.steps ?? {}),
    ];
    return {
      id: nameStep(kind, key),
      kind,
      implementation,
      key,
      resource: draft.resource,
      cacheable: draft.cacheable,
      timeLimitSeconds: draft.timeLimitSeconds,
      params,
      models: mapValues(draft.models, (model) => model.digest),
      data: mapValues(draft.data, copyRecipe),
      artifacts: mapValues(draft.artifacts, (sources) => sources.map((source) => ({ ...source }))),
      ...(features === undefined ? {} : { features }),
      ...(rowKey === undefined ? {} : { rowKey }),
      needs: [...new Set(needs)].sort(),
    };
  }

  #identify(draft: StepDraft, port: string): [string, KeyedInput[]][] {
    const model = draft.models.get(port);
    if (model !== undefined) return [[port, [{ type: 'model', spec: model.identity }]]];
    const recipe = draft.data.get(port);
    if (recipe !== undefined) return [[port, [{ type: 'dataset', recipe }]]];
    const sources = draft.artifacts.get(port) ?? [];
    if (sources.length === 0) return [];
    const keyed = sources.map(({ step, output }): KeyedInput => ({
      type: 'artifact',
      step: this.#steps.get(step)?.key ?? step,
      output,
    }));
    return [[port, keyed]];
  }
}

/** Specs never change, and that of a base comes with every graph that names it. */
const digests = new WeakMap<ModelSpec, string>();

function digestPlain(spec: ModelSpec): string {
  const digest = digests.get(spec) ?? digestJson(spec);
  digests.set(spec, digest);
  return digest;
}

function copyRecipe({ operations, ...recipe }: DataRecipe): Step['data'][string] {
  return { ...recipe, operations: operations.map((operation) => ({ ...operation })) };
}

function mapValues<Value, Result>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Array.from(map, ([name, value]) => [name, change(value)]));
}
