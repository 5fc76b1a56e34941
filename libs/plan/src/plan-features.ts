import type { DataRecipe } from '@graft/graph';
import type { ModelSpec } from '@graft/model';
import {
  computeRowKey,
  EXECUTOR_VERSIONS,
  MOST_CALIBRATION_PICTURES,
  type KeyParts,
} from './cache-key';
import { decideFeatures } from './decide-features';
import type { PlanBuilder } from './plan-builder';
import type { FeatureUse } from './plan';

/** What an extraction step is called and how its ports are named; it is not a node. */
export const EXTRACTION = {
  kind: 'extract-features',
  model: 'prefix',
  data: 'examples',
  /** Only in fast precision: the examples that show which values occur. */
  calibration: 'calibration',
  output: 'features',
} as const;

/** Raise it when the same inputs would give other features. */
const IMPLEMENTATION = 1;
const LIMIT_SECONDS = 24 * 3600;

const NEW_VIEWS =
  'every epoch sees new views of the pictures, so the whole model runs in every epoch; give the augmentation a number of views, and frozen layers run once for each';

export interface PlannedFeatures {
  /** Undefined: the step runs the whole model. */
  readonly use?: FeatureUse;
  readonly rows: KeyParts['rows'];
  readonly notes: readonly string[];
}

/**
 * Adds the extraction steps for a step that reads a model, one for each different selection of
 * `data` (port -> selection to extract), where reading features is cheaper than computing them.
 *
 * @param calibration the examples by which fast precision is scaled; null: exact precision
 */
export function planFeatures(
  builder: PlanBuilder,
  spec: ModelSpec,
  data: ReadonlyMap<string, DataRecipe>,
  countOf: (recipe: DataRecipe) => number | undefined,
  calibration: DataRecipe | null = null,
): PlannedFeatures {
  const recipes = [...data.values()];
  if (recipes.some(({ augmentation }) => augmentation?.views === 0)) {
    return { rows: null, notes: [NEW_VIEWS] };
  }
  const counts = recipes.map((recipe) => {
    const count = countOf(recipe);
    return count === undefined ? null : count * (recipe.augmentation?.views ?? 1);
  });
  const decision = decideFeatures(spec, counts, calibration === null ? 'exact' : 'fast');
  if (!decision.use) {
    return { rows: null, notes: decision.note === null ? [] : [decision.note] };
  }
  const { executor, precision, note } = decision;
  const scaledBy = precision === 'fast' ? calibration : null;
  const cut = [...decision.prefix.cut];
  const prefix = builder.internModel(decision.prefix.spec);
  const rowKey = computeRowKey(prefix.identity, cut, executor, scaledBy);
  const steps = Array.from(data, ([port, recipe]): [string, string] => {
    const step = builder.addStep(
      {
        kind: EXTRACTION.kind,
        implementation: IMPLEMENTATION,
        resource: 'cpu',
        cacheable: true,
        timeLimitSeconds: LIMIT_SECONDS,
        params: {
          ...{ cut, executor, executorVersion: EXECUTOR_VERSIONS[executor], dtype: 'float32' },
          ...(scaledBy === null ? {} : { precision, calibrated: MOST_CALIBRATION_PICTURES }),
        },
        models: new Map([[EXTRACTION.model, prefix]]),
        data: new Map([
          [EXTRACTION.data, recipe],
          ...(scaledBy === null ? [] : [[EXTRACTION.calibration, scaledBy] as const]),
        ]),
        artifacts: new Map(),
        ports: [
          ...[EXTRACTION.model, EXTRACTION.data],
          ...(scaledBy === null ? [] : [EXTRACTION.calibration]),
        ],
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
