import { UserError } from '@graft/errors';
import { z } from 'zod';

/** A layer as a model.json describes it, with the names of the layers it reads. */
export interface ImportedLayer {
  name: string;
  class: string;
  config: Readonly<Record<string, unknown>>;
  inbound: readonly string[];
  trainable: boolean;
}

export interface ImportedTopology {
  /** The input layer first; every layer after those it reads. */
  layers: readonly ImportedLayer[];
  output: string;
}

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().min(1).max(128).optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.array(z.unknown()).optional(),
});
type RawLayer = z.infer<typeof layerSchema>;

const layerListSchema = z.array(layerSchema).min(1).max(5000);
const endSchema = z.tuple([z.string(), z.literal(0), z.literal(0)]);
const functionalSchema = z.object({
  layers: layerListSchema,
  input_layers: z.union([z.tuple([endSchema]), endSchema]),
  output_layers: z.union([z.tuple([endSchema]), endSchema]),
});
/** One call of the layer, each source with its node and tensor index and no arguments of the call. */
const callSchema = z.array(
  z.union([endSchema, z.tuple([z.string(), z.literal(0), z.literal(0), z.strictObject({})])]),
);
const topologySchema = z.object({
  class_name: z.string(),
  config: z.union([layerListSchema, z.record(z.string(), z.unknown())]),
});

/** Reads the topology of a functional or sequential model. Throws UserError `model.unsupported_model`. */
export function readTopology(modelTopology: unknown): ImportedTopology {
  const wrapped = z.object({ model_config: z.unknown() }).safeParse(modelTopology);
  const parsed = topologySchema.safeParse(wrapped.data?.model_config ?? modelTopology);
  if (!parsed.success) throw unsupported('It has no topology of layers (is it a graph model?).');
  const { class_name: className, config } = parsed.data;
  if (className === 'Sequential') return readSequential(config);
  if (className === 'Model' || className === 'Functional') return readFunctional(config);
  throw unsupported(
    `It is a "${className.slice(0, 80)}"; Graft reads functional and sequential models.`,
  );
}

function readSequential(config: unknown): ImportedTopology {
  const list = layerListSchema.safeParse(config);
  const parsed = list.success ? list : z.object({ layers: layerListSchema }).safeParse(config);
  if (!parsed.success) throw unsupported(describe(parsed.error));
  const layers = 'layers' in parsed.data ? parsed.data.layers : parsed.data;
  const chain = layers[0]?.class_name === 'InputLayer' ? layers : [inputOf(layers[0]), ...layers];
  const names = chain.map(nameOf);
  return {
    layers: chain.map((layer, index) =>
      toLayer(layer, index === 0 ? [] : [names[index - 1] ?? '']),
    ),
    output: names.at(-1) ?? '',
  };
}

function inputOf(first: RawLayer | undefined): RawLayer {
  refuseKeras3(first?.config ?? {});
  return {
    class_name: 'InputLayer',
    name: `${first ? nameOf(first) : 'model'}_input`,
    config: { batch_input_shape: first?.config['batch_input_shape'] },
  };
}

function readFunctional(config: unknown): ImportedTopology {
  const parsed = functionalSchema.safeParse(config);
  if (!parsed.success) throw unsupported(describe(parsed.error));
  const layers = parsed.data.layers.map((layer) => toLayer(layer, readInbound(layer)));
  const [end] = parsed.data.output_layers;
  return { layers: sortLayers(layers), output: Array.isArray(end) ? end[0] : end };
}

function readInbound(layer: RawLayer): string[] {
  refuseKeras3(layer.config);
  const calls = layer.inbound_nodes ?? [];
  if (calls.length === 0) return [];
  const call = callSchema.safeParse(calls[0]);
  if (calls.length > 1 || !call.success) {
    throw unsupported(
      `Layer "${nameOf(layer)}" is used more than once, or called with arguments; Graft reads plain layers.`,
    );
  }
  return call.data.map(([name]) => name);
}

/** Topological order that keeps the order of the file among layers that are ready. */
function sortLayers(layers: readonly ImportedLayer[]): ImportedLayer[] {
  const placed = new Set<string>();
  const sorted: ImportedLayer[] = [];
  let waiting = layers;
  while (waiting.length > 0) {
    const left: ImportedLayer[] = [];
    for (const layer of waiting) {
      if (layer.inbound.every((name) => placed.has(name))) {
        placed.add(layer.name);
        sorted.push(layer);
      } else left.push(layer);
    }
    if (left.length === waiting.length) {
      throw unsupported(
        `Layer "${left[0]?.name}" reads a layer that does not exist or that reads it in turn.`,
      );
    }
    waiting = left;
  }
  return sorted;
}

function toLayer(layer: RawLayer, inbound: readonly string[]): ImportedLayer {
  const trainable = layer.config['trainable'] !== false;
  return { name: nameOf(layer), class: layer.class_name, config: layer.config, inbound, trainable };
}

function nameOf(layer: RawLayer): string {
  const name = layer.name ?? layer.config['name'];
  if (typeof name === 'string' && name.length > 0 && name.length <= 128) return name;
  throw unsupported(`A ${layer.class_name.slice(0, 80)} layer has no usable name.`);
}

function refuseKeras3(config: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(config, 'batch_shape')) return;
  throw unsupported('It was written by Keras 3. Export it with tf-keras (Keras 2) instead.');
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return `Its topology is not of one input and one output (${issue?.path.join('.')}: ${issue?.message}).`;
}

function unsupported(reason: string): UserError {
  return new UserError({
    code: 'model.unsupported_model',
    message: `This model can't be read. ${reason}`,
  });
}
