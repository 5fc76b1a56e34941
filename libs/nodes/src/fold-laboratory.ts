import {
  buildModel,
  drawWeights,
  type BuiltModel,
  type DataSource,
  type Tf,
  type WeightMap,
} from '@graft/ml';
import { deriveSeed } from '@graft/graph';
import {
  findFrozenPrefix,
  freezeLayers,
  suffixOf,
  type ModelSpec,
  type WeightSpec,
} from '@graft/model';
import type { StepContext } from './define-step';
import { computeRows } from './row-source';
import { openSource, type OpenedSource } from './training-source';

/** Rows that are computed once for all folds are kept up to this. */
const KEPT_ROW_BYTES = 1024 ** 3;

/** A spec that trains, what is fed to it, and where that comes from. */
export interface Stage {
  readonly spec: ModelSpec;
  readonly inputs: readonly string[];
  readonly source: DataSource;
}

/** What all folds share: examples, cached rows and stored weights. */
export interface Laboratory {
  readonly tf: Tf;
  readonly opened: OpenedSource;
  /** The first phase: the base is frozen if a second one follows. */
  readonly first: Stage;
  readonly second: Stage | null;
  /** Values for one training: stored ones as they are, random ones drawn anew for each path. */
  readonly weightsOf: (stage: Stage, path: readonly (string | number)[]) => WeightMap;
}

/**
 * Opens the data set once. Where the first phase is frozen up to a layer that is not cached, and pictures are shown
 * as they are, that layer is computed once for all folds.
 */
export async function openLaboratory(
  context: StepContext,
  fineTunes: boolean,
): Promise<Laboratory> {
  const { tf } = await context.tensorflow();
  const spec = context.spec('model');
  const opened = await openSource(context, tf, spec, 'dataset');
  const whole: Stage = { spec, inputs: opened.inputs, source: opened };
  const stored = await context.loadWeights(listWeights(whole).filter((weight) => !isDrawn(weight)));
  const weightsOf: Laboratory['weightsOf'] = (stage, path) => {
    const drawn = listWeights(stage).flatMap((weight): [string, Float32Array][] => {
      const { name, shape, source } = weight;
      if (source.kind !== 'initialiser') return [];
      return [[name, drawWeights(source.name, shape, deriveSeed(source.seed, ...path), name)]];
    });
    return new Map([...stored, ...drawn]);
  };
  const frozen = fineTunes ? { ...whole, spec: freezeLayers(spec, { kind: 'all' }) } : whole;
  // Rows that are computed once would show the same view in every epoch.
  const changes = context.step.data['dataset']?.augmentation !== undefined;
  const first = changes
    ? frozen
    : await shorten(context, tf, frozen, weightsOf(frozen, ['frozen']));
  return { tf, opened, first, second: fineTunes ? whole : null, weightsOf };
}

/** Builds the part of a stage's model that is fed by its source. */
export function buildStage(tf: Tf, { spec, inputs }: Stage, weights: WeightMap): BuiltModel {
  return buildModel(tf, spec, weights, { inputs });
}

async function shorten(
  context: StepContext,
  tf: Tf,
  stage: Stage,
  weights: WeightMap,
): Promise<Stage> {
  const prefix = findFrozenPrefix(stage.spec);
  if (prefix === null) return stage;
  const cached = prefix.cut.every((name) => stage.inputs.includes(name));
  const random = prefix.spec.layers.some((layer) => layer.weights.some(isDrawn));
  if (cached || random || prefix.featureBytes * stage.source.count > KEPT_ROW_BYTES) return stage;
  const model = buildModel(tf, stage.spec, weights, { inputs: stage.inputs, outputs: prefix.cut });
  try {
    context.reportProgress({ text: 'running the frozen layers', fraction: 0, secondsLeft: null });
    const layers = prefix.cut;
    const source = await computeRows(context, tf, { model, source: stage.source, layers });
    return { ...stage, inputs: layers, source };
  } finally {
    model.dispose();
  }
}

function listWeights({ spec, inputs }: Stage): WeightSpec[] {
  const isInput = (name: string) =>
    spec.layers.find((layer) => layer.name === name)?.inbound.length === 0;
  const layers = inputs.every(isInput) ? spec.layers : suffixOf(spec, inputs).layers;
  return layers.flatMap((layer) => layer.weights);
}

function isDrawn({ source }: WeightSpec): boolean {
  return source.kind === 'initialiser';
}
