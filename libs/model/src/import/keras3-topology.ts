type Json = Readonly<Record<string, unknown>>;

/** Settings that Keras 3 writes for every layer and that say nothing at these values. */
const IDLE: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['optional', [false, null]],
  ['synchronized', [false]],
  ['renorm_clipping', [null]],
  ['renorm_momentum', [0.99, null]],
  ['quantization_config', [null]],
  ['lora_rank', [null]],
  ['lora_alpha', [null]],
  ['autocast', [true]],
]);

/**
 * The topology of a Keras 3 model in the words of Keras 2, which `readLayersModel` reads. Only the
 * words change: what Graft can't do is still there to be refused.
 */
export function translateKeras3(topology: unknown): unknown {
  if (!isObject(topology)) return topology;
  const { config } = topology;
  if (!isObject(config) || !Array.isArray(config['layers'])) return topology;
  return { ...topology, config: { ...config, layers: config['layers'].map(translateLayer) } };
}

function translateLayer(layer: unknown): unknown {
  if (!isObject(layer)) return layer;
  const { config, inbound_nodes: calls } = layer;
  return {
    ...layer,
    config: isObject(config) ? translateConfig(config) : config,
    ...(Array.isArray(calls) ? { inbound_nodes: calls.map(translateCall) } : {}),
  };
}

function translateConfig(config: Json): Json {
  const entries = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    if (IDLE.get(key)?.includes(value)) return [];
    if (key === 'batch_shape') return [['batch_input_shape', value]];
    if (key === 'dtype' && isObject(value)) return [[key, namePolicy(value)]];
    return [[key, value]];
  });
  return Object.fromEntries(entries);
}

function namePolicy(policy: Json): unknown {
  const { class_name: name, config } = policy;
  return name === 'DTypePolicy' && isObject(config) ? config['name'] : policy;
}

/** `{args: [tensor], kwargs: {mask: null}}` becomes `[[name, node, tensor, {}]]`. */
function translateCall(call: unknown): unknown {
  if (!isObject(call) || !Array.isArray(call['args'])) return call;
  const told = Object.entries(isObject(call['kwargs']) ? call['kwargs'] : {});
  // Dropout is called with `training: false`, or nothing; with true it would never be off.
  const kwargs = Object.fromEntries(
    told.filter(([name, value]) => value !== null && !(name === 'training' && value === false)),
  );
  return call['args'].flat().map((tensor: unknown) => {
    const config = isObject(tensor) ? tensor['config'] : undefined;
    const history = isObject(config) ? config['keras_history'] : undefined;
    return Array.isArray(history) ? [...(history as unknown[]), kwargs] : tensor;
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
