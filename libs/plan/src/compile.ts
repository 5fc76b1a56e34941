import {
  canonicalise,
  countExamples,
  hasErrors,
  inspectGraph,
  nameNode,
  type AnyNodeDefinition,
  type Catalogue,
  type DataRecipe,
  type Graph,
  type GraphInspection,
  type InspectionMemory,
  type Issue,
  type JsonObject,
  type LeftOut,
  type ModelReading,
  type Resources,
} from '@graft/graph';
import type { ModelSummary } from '@graft/model';
import { collectInputs, type StepInputs } from './collect-inputs';
import { digestPlan } from './digest-plan';
import { refuseManyLabels } from './refuse-many-labels';
import { planFeatures, type PlannedFeatures } from './plan-features';
import { PlanBuilder, type InternedModel } from './plan-builder';
import type { Plan, Step } from './plan';

/** A plan and what lies beside it: the plan itself knows no nodes. */
export type CompiledGraph =
  | {
      ok: true;
      plan: Plan;
      /** See digestPlan. */
      digest: string;
      /** Node id, or path of a node inside a component -> id of its step, for every node that runs. */
      nodeSteps: Record<string, string>;
      /** Step id -> what a person should know of how it runs, in words. */
      notes: Record<string, string[]>;
      /** Nodes that don't run because a person muted or bypassed them, or one before them. */
      leftOut: ReadonlyMap<string, LeftOut>;
      /** Warnings. */
      issues: readonly Issue[];
    }
  | { ok: false; issues: readonly Issue[] };

/**
 * Compiles a graph: recipes are folded into the steps that apply them, frozen layers become
 * extraction steps, equal steps become one. The same graph gives the same plan, whatever its labels,
 * positions, node ids and order of nodes and wires, and whether it is drawn with components or without.
 * Never throws for what a person drew. With a memory that earlier calls have filled, nodes that did not
 * change are not worked out again.
 */
export function compile(
  graph: Graph,
  catalogue: Catalogue,
  resources: Resources,
  memory?: InspectionMemory,
): CompiledGraph {
  const inspection = inspectGraph(graph, catalogue, resources, memory);
  if (hasErrors(inspection.issues)) return { ok: false, issues: inspection.issues };
  const compiler = new Compiler(inspection, catalogue);
  const nodes = new Map(inspection.expanded.nodes.map((node) => [node.id, node]));
  for (const nodeId of inspection.order) {
    const node = nodes.get(nodeId);
    const definition = catalogue.get(node?.kind ?? '');
    if (definition !== undefined) compiler.compileNode(nodeId, definition, node?.workerLabels);
  }
  const built = compiler.builder.build();
  const { issues, leftOut } = inspection;
  if (built.plan.steps.length === 0) {
    return { ok: false, issues: [...issues, refuseIdle(leftOut.size > 0)] };
  }
  const nameOf = (id: string) => nameNode(graph, catalogue, id) ?? id;
  const crowded = refuseManyLabels(built.plan, built.nodeSteps, nameOf);
  if (crowded.length > 0) return { ok: false, issues: [...issues, ...crowded] };
  return { ok: true, ...built, digest: digestPlan(built.plan), leftOut, issues };
}

function refuseIdle(leftOut: boolean): Issue {
  const message = leftOut
    ? 'Nothing in this graph runs: what would run is muted or bypassed. Use some of it again.'
    : 'Nothing in this graph runs. Add a node that does, such as Train or Evaluate.';
  return { code: 'plan.nothing-to-run', severity: 'error', message };
}

class Compiler {
  readonly builder = new PlanBuilder();
  readonly #counts: ReadonlyMap<string, number>;

  constructor(
    private readonly inspection: GraphInspection,
    private readonly catalogue: Catalogue,
  ) {
    this.#counts = countRecipes(inspection);
  }

  compileNode(
    nodeId: string,
    definition: AnyNodeDefinition,
    workerLabels: readonly string[] = [],
  ): void {
    const declared = declareStep(definition, this.inspection.params.get(nodeId) ?? {});
    if (declared === undefined) return;
    const inputs = collectInputs(nodeId, definition, this.inspection);
    const wired = seeLearned(seeAugmented(inputs, declared.reads?.augmented ?? []), declared.reads);
    const prepared = new Map(
      Array.from(wired.models, ([port, model]) => [port, declared.prepareModel(model, port)]),
    );
    const models = new Map(
      Array.from(prepared, ([port, model]): [string, InternedModel] => [
        port,
        this.builder.internModel(model.spec),
      ]),
    );
    const calibration = chooseCalibration(declared, prepared, wired.data);
    const features = this.#planFeatures(declared.reads, prepared, wired.data, calibration);
    const { kind } = definition;
    const artifacts = new Map(
      Array.from(wired.artifacts, ([port, sources]) => [
        port,
        sources.map((source) => this.builder.placeOutput(source)),
      ]),
    );
    const step = this.builder.addStep(
      {
        kind,
        ...declared.fixed,
        models,
        data: wired.data,
        artifacts,
        ports: [...models.keys(), ...wired.data.keys(), ...artifacts.keys()],
        rows: features.rows,
        ...(features.use === undefined ? {} : { features: features.use }),
      },
      [...[...prepared.values()].flatMap((model) => model.notes), ...features.notes],
    );
    this.builder.nameNode(nodeId, step);
    this.builder.askForWorkers(
      [step.id, ...Object.values(features.use?.steps ?? {})],
      workerLabels,
    );
  }

  #planFeatures(
    reads: ModelReading | undefined,
    models: ReadonlyMap<string, ModelSummary>,
    data: ReadonlyMap<string, DataRecipe>,
    calibration: DataRecipe | null,
  ): PlannedFeatures {
    const model = models.get(reads?.model ?? '');
    if (reads === undefined || model === undefined) return { rows: null, notes: [] };
    const ports = reads.data.flatMap((port): [string, DataRecipe][] => {
      const recipe = data.get(port);
      return recipe === undefined ? [] : [[port, selectForExtraction(recipe, this.catalogue)]];
    });
    const countOf = (recipe: DataRecipe) =>
      this.#counts.get(canonicalise(withoutAugmentation(recipe)));
    return planFeatures(this.builder, model.spec, new Map(ports), countOf, calibration);
  }
}

/** Examples that scale fast precision: the step's own choice, or what the model was trained with. */
function chooseCalibration(
  { reads, precision }: DeclaredStep,
  models: ReadonlyMap<string, ModelSummary>,
  data: ReadonlyMap<string, DataRecipe>,
): DataRecipe | null {
  const own = precision === 'fast' ? data.get(reads?.precision?.calibration ?? '') : undefined;
  const chosen =
    reads?.precision === undefined ? models.get(reads?.model ?? '')?.calibratedOn : own;
  return chosen ? withoutAugmentation(chosen) : null;
}

interface DeclaredStep {
  readonly fixed: Pick<
    Step,
    'implementation' | 'resource' | 'cacheable' | 'timeLimitSeconds' | 'params'
  >;
  readonly reads: ModelReading | undefined;
  /** Value of the parameter that `reads.precision` names. */
  readonly precision: unknown;
  prepareModel(model: ModelSummary, port: string): ModelSummary;
}

/**
 * What a definition declares for given parameters. A catalogue forgets the type of parameters;
 * `inspectGraph` has just read them by the definition's own schema.
 */
function declareStep({ step }: AnyNodeDefinition, params: JsonObject): DeclaredStep | undefined {
  if (step === undefined) return undefined;
  const known = params as never;
  const { implementation, resource, cacheable, reads } = step;
  return {
    fixed: {
      implementation,
      resource,
      cacheable,
      timeLimitSeconds: step.timeLimitSeconds(known),
      params: { ...(step.stepParams?.(known) ?? params) },
    },
    reads,
    precision: params[reads?.precision?.parameter ?? ''],
    prepareModel: (model, port) => step.prepareModel?.(model, known, port) ?? model,
  };
}

/** Leaves augmentation to the ports through which a step learns. */
function seeAugmented(wired: StepInputs, augmented: readonly string[]): StepInputs {
  const data = Array.from(wired.data, ([port, recipe]): [string, DataRecipe] => [
    port,
    augmented.includes(port) ? recipe : withoutAugmentation(recipe),
  ]);
  return { ...wired, data: new Map(data) };
}

/** Adds the port at which a step finds what its model has learned from. */
function seeLearned(wired: StepInputs, reads: ModelReading | undefined): StepInputs {
  const learnedFrom = wired.models.get(reads?.model ?? '')?.learnedFrom;
  if (reads?.learned === undefined || learnedFrom === undefined) return wired;
  const known = reads.data.some((port) => wired.data.get(port)?.dataset === learnedFrom.dataset);
  if (!known) return wired;
  const data = new Map([...wired.data, [reads.learned, withoutAugmentation(learnedFrom)]]);
  return { ...wired, data };
}

function withoutAugmentation({ dataset, operations }: DataRecipe): DataRecipe {
  return { dataset, operations };
}

/** Views are many, so they are extracted for the examples that are learned from and no others. */
function selectForExtraction(recipe: DataRecipe, catalogue: Catalogue): DataRecipe {
  return recipe.augmentation === undefined ? cutBeforePartition(recipe, catalogue) : recipe;
}

/** The selection before its first partition: what is extracted for it serves any other split too. */
function cutBeforePartition({ dataset, operations }: DataRecipe, catalogue: Catalogue): DataRecipe {
  const first = operations.findIndex(
    (operation) => catalogue.get(operation.kind)?.data?.partitions,
  );
  return { dataset, operations: first < 0 ? operations : operations.slice(0, first) };
}

/** How many examples each selection in the graph has. */
function countRecipes(inspection: GraphInspection): ReadonlyMap<string, number> {
  const summaries = [...inspection.summaries.values()].flatMap((outputs) => Object.values(outputs));
  return new Map(
    summaries.flatMap((summary): [string, number][] =>
      summary.type === 'dataset'
        ? [[canonicalise(withoutAugmentation(summary.recipe)), countExamples(summary)]]
        : [],
    ),
  );
}
