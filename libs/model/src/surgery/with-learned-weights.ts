import { UnexpectedError } from '@graft/errors';
import { nameWeight } from '../build-spec';
import { listLearnedWeights } from '../learned-weights';
import type { ModelSpec, WeightSource } from '../model-spec';

/**
 * The model after a step has trained it: every weight that the step changed (`listLearnedWeights`)
 * now comes from that output of the step. All others keep their sources, so a trained model stores
 * only what is new.
 */
export function withLearnedWeights(spec: ModelSpec, step: string, output: string): ModelSpec {
  const learned = new Set(
    listLearnedWeights(spec).map(({ layer, role }) => nameWeight(layer.name, role)),
  );
  return mapSources(spec, (source, weight) =>
    learned.has(weight) ? { kind: 'step', step, output } : source,
  );
}

/**
 * Renames the steps that weights come from, as when node ids become step ids. Throws UnexpectedError
 * (`model.unknown_step`) for a step that the map lacks.
 */
export function replaceStepIds(spec: ModelSpec, ids: ReadonlyMap<string, string>): ModelSpec {
  return mapSources(spec, (source) => {
    if (source.kind !== 'step') return source;
    const step = ids.get(source.step);
    if (step === undefined) {
      throw new UnexpectedError({
        code: 'model.unknown_step',
        message: `Weights come from "${source.step}", which is no known step.`,
        details: { step: source.step },
      });
    }
    return { ...source, step };
  });
}

/** Steps that the model's weights come from, sorted, each once. */
export function listSourceSteps(spec: ModelSpec): string[] {
  const steps = spec.layers
    .flatMap((layer) => layer.weights)
    .flatMap(({ source }) => (source.kind === 'step' ? [source.step] : []));
  return [...new Set(steps)].sort();
}

function mapSources(
  spec: ModelSpec,
  change: (source: WeightSource, weight: string) => WeightSource,
): ModelSpec {
  const layers = spec.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => ({
      ...weight,
      source: change(weight.source, weight.name),
    })),
  }));
  return { ...spec, layers };
}
