import { UnexpectedError } from '@graft/errors';
import {
  collectAncestors,
  findLayerClass,
  indexConsumers,
  type LayerSpec,
  type ModelSpec,
} from '@graft/model';
import type { ModelVariable, VariableRole } from './built-model';
import type { LayerBuilder } from './layer-builder';
import { findLayerBuilder } from './layer-builders';

/** A layer with everything that computing it needs. */
export interface PlannedLayer {
  readonly spec: LayerSpec;
  readonly builder: LayerBuilder<unknown>;
  /** Parsed by the schema of the layer class. */
  readonly config: unknown;
  /** By role. */
  readonly variables: ReadonlyMap<string, ModelVariable>;
  /** Acts differently in a pass that trains: dropout, batch statistics. */
  readonly trains: boolean;
  /** Training neither changes nor randomises what this layer puts out. */
  readonly settled: boolean;
  /** The linear layer into whose kernel this normalisation can be folded. */
  readonly foldsInto: PlannedLayer | null;
}

/** The part of a spec that lies between two sets of layers. */
export interface ModelPart {
  readonly layers: readonly LayerSpec[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Cuts out what is computed from `inputs` to reach `outputs`. */
export function selectPart(
  spec: ModelSpec,
  inputs: readonly string[] | undefined,
  outputs: readonly string[] | undefined,
): ModelPart {
  const fed = inputs ?? spec.layers.filter((layer) => layer.inbound.length === 0).map(nameOf);
  const wanted = outputs ?? [spec.output];
  const known = new Set(spec.layers.map(nameOf));
  for (const name of [...fed, ...wanted]) if (!known.has(name)) throw unknownLayer(name);
  // A fed layer is not computed, so what lies below it is not needed.
  const open = spec.layers.map((layer) =>
    fed.includes(layer.name) ? { ...layer, inbound: [] } : layer,
  );
  const needed = collectAncestors({ layers: open }, wanted);
  const layers = spec.layers.filter(({ name }) => needed.has(name) && !fed.includes(name));
  return { layers, inputs: fed.filter((name) => needed.has(name)), outputs: wanted };
}

/** Plans every layer of a part, in topological order. */
export function planLayers(
  part: ModelPart,
  variables: ReadonlyMap<string, ReadonlyMap<string, ModelVariable>>,
): PlannedLayer[] {
  const planned = new Map<string, PlannedLayer>();
  const consumers = indexConsumers({
    layers: part.layers.map((layer) => withoutOuterInbound(layer, part)),
  });
  for (const spec of part.layers) {
    const own = variables.get(spec.name) ?? new Map<string, ModelVariable>();
    const trains = trainsInPass(spec);
    const changes = trains || [...own.values()].some(({ role }) => role !== 'frozen');
    const settledBelow = spec.inbound.every((name) => planned.get(name)?.settled ?? true);
    planned.set(spec.name, {
      ...resolveClass(spec),
      spec,
      variables: own,
      trains,
      settled: settledBelow && !changes,
      foldsInto: findFoldTarget(spec, planned, consumers, part.outputs),
    });
  }
  return [...planned.values()];
}

/** What training may do to a weight of this layer. */
export function roleOf(spec: LayerSpec, gradient: boolean): VariableRole {
  if (!spec.trainable) return 'frozen';
  if (gradient) return 'gradient';
  return spec.statistics === 'kept' ? 'frozen' : 'statistic';
}

function trainsInPass(spec: LayerSpec): boolean {
  if (!spec.trainable) return false;
  if (spec.class === 'BatchNormalization') return spec.statistics !== 'kept';
  return findLayerClass(spec.class)?.random === true;
}

function resolveClass(spec: LayerSpec): Pick<PlannedLayer, 'builder' | 'config'> {
  const layerClass = findLayerClass(spec.class);
  const builder = findLayerBuilder(spec.class);
  if (!layerClass || !builder) {
    throw new UnexpectedError({
      code: 'model.class-unknown',
      message: `Layer "${spec.name}" is of class "${spec.class}", which can't be built.`,
    });
  }
  return {
    builder: builder,
    config: layerClass.config.parse(spec.config),
  };
}

/** The inbound linear layer, when nothing else sees its output. */
function findFoldTarget(
  spec: LayerSpec,
  planned: ReadonlyMap<string, PlannedLayer>,
  consumers: ReadonlyMap<string, readonly string[]>,
  outputs: readonly string[],
): PlannedLayer | null {
  if (spec.class !== 'BatchNormalization') return null;
  const target = planned.get(spec.inbound[0] ?? '');
  if (!target?.builder.linear?.isLinear(target.config)) return null;
  const shared = (consumers.get(target.spec.name)?.length ?? 0) > 1;
  return shared || outputs.includes(target.spec.name) ? null : target;
}

function withoutOuterInbound(layer: LayerSpec, part: ModelPart): LayerSpec {
  const inside = new Set(part.layers.map(nameOf));
  return { ...layer, inbound: layer.inbound.filter((name) => inside.has(name)) };
}

function nameOf({ name }: LayerSpec): string {
  return name;
}

function unknownLayer(name: string): UnexpectedError {
  return new UnexpectedError({
    code: 'model.layer-unknown',
    message: `The model was to be built from or to a layer "${name}", which it does not have.`,
  });
}
