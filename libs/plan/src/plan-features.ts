import type { DataRecipe } from '@graft/graph';
import type { ModelSpec } from '@graft/model';
import { computeRowKey, EXECUTOR_VERSIONS, type KeyParts } from './cache-key';
import { decideFeatures } from './decide-features';
import type { PlanBuilder } from './plan-builder';
import type { FeatureUse } from './plan';

/** What an extraction step is called and how its ports are named; it is not a node. */
export const EXTRACTION = {
  kind: 'extract-features',
  model: 'prefix',
  data: 'examples',
  output: 'features',
} as const;

/** Raise it when the same inputs would give other features. */
const IMPLEMENTATION = 1;
const LIMIT_SECONDS = 24 * 3600;

export interface PlannedFeatures {
  /** Undefined: the step runs the whole model. */
  readonly use?: FeatureUse;
  readonly rows: KeyParts['rows'];
  readonly notes: readonly string[];
}

/**
 * Adds the extraction steps for a step that reads a model, one for each different selection of
 * `data` (port -> selection to extract), where reading features is cheaper than computing them.
 */
export function planFeatures(
  builder: PlanBuilder,
  spec: ModelSpec,
  data: ReadonlyMap<string, DataRecipe>,
  countOf: (recipe: DataRecipe) => number | undefined,
): PlannedFeatures {
  const counts = [...data.values()].map((recipe) => countOf(recipe) ?? null);
  const decision = decideFeatures(spec, counts);
  if (!decision.use) {
    return { rows: null, notes: decision.note === null ? [] : [decision.note] };
  }
  const { executor, note } = decision;
  const cut = [...decision.prefix.cut];
  const prefix = builder.internModel(decision.prefix.spec);
  const rowKey = computeRowKey(prefix.identity, cut, executor);
  const steps = Array.from(data, ([port, recipe]): [string, string] => {
    const step = builder.addStep(
      {
        kind: EXTRACTION.kind,
        implementation: IMPLEMENTATION,
        resource: 'cpu',
        cacheable: true,
        timeLimitSeconds: LIMIT_SECONDS,
        params: { cut, executor, executorVersion: EXECUTOR_VERSIONS[executor], dtype: 'float32' },
        models: new Map([[EXTRACTION.model, prefix]]),
        data: new Map([[EXTRACTION.data, recipe]]),
        artifacts: new Map(),
        ports: [EXTRACTION.model, EXTRACTION.data],
        rowKey,
        rows: null,
      },
      [note],
    );
    return [port, step.id];
  });
  return {
    use: { cut, steps: Object.fromEntries(steps) },
    rows: { rowKey, cut },
    notes: [note],
  };
}
