/** A model.json that nobody should send, with the size of its weight file. */
export interface HostileModel {
  readonly name: string;
  readonly json: unknown;
  readonly bytes: number;
  readonly code: string;
  /** What the message names; null where the whole file is none. */
  readonly place: string | null;
}

type Json = Record<string, unknown>;

const PATHS = [
  '../secret.bin',
  '../../../../proc/self/environ',
  '/etc/passwd',
  'a/../../x.bin',
  'a/b.bin',
  '%2e%2e%2fx.bin',
  'C:\\x.bin',
  'http://example.com/x.bin',
  'file:///etc/passwd',
  'x\0.bin',
  '',
  '.',
  '..',
  '-rf',
  'x'.repeat(300),
];
const CLASSES = [
  'Lambda',
  'TFOpLambda',
  'StringLookup',
  'TextVectorization',
  'Custom>Evil',
  '__proto__',
  'constructor',
  'toString',
  'LSTM',
  'Sequential',
  'Functional',
  'RandomRotation',
  '',
];
const SHAPES: [name: string, shape: unknown][] = [
  ['negative', [-2, 2]],
  ['a fraction', [1.5, 2]],
  ['huge', [1e9, 1e9]],
  ['beyond whole numbers', [2 ** 60, 1]],
  ['text', ['4e3', 2]],
  ['null', [null, 2]],
  ['ten axes', [1, 1, 1, 1, 1, 1, 1, 1, 1, 4]],
  ['no list', 4],
  ['zero', [0, 2]],
];
const CONFIGS: [name: string, config: Json][] = [
  ['an unknown key', { vocabulary: '/etc/passwd' }],
  ['a function', { activation: { class_name: 'function', config: 'os.system' } }],
  ['an unknown activation', { activation: 'evil' }],
  ['units of text', { units: '2; rm -rf /' }],
  ['units of 50 million', { units: 50_000_000 }],
  ['negative units', { units: -1 }],
  ['half a unit', { units: 1.5 }],
  ['another type', { dtype: 'string' }],
];

/** What is named where a whole group of faults is refused alike. */
const PLACES: Readonly<Record<string, string>> = {
  'model.unsupported_layer': 'Layer "dense"',
  'model.unsupported_weights': 'The weight "dense/kernel"',
  'model.weights_mismatch': 'The weight files',
};

function at(place: string, model: HostileModel): HostileModel {
  return { ...model, place };
}

/** Descriptions of TensorFlow.js layers models; all but the named fault is that of a good one. */
export function makeHostileModels(): HostileModel[] {
  const bad = (name: string, code: string, json: unknown, bytes = 24): HostileModel => ({
    ...{ name: `model: ${name}`, json, bytes, code, place: PLACES[code] ?? null },
  });
  return [
    ...PATHS.map((path) =>
      at(
        `"${path.slice(0, 40)}`,
        bad(
          `path ${JSON.stringify(path.slice(0, 40))}`,
          'model.bad_manifest',
          make({ paths: [path] }),
        ),
      ),
    ),
    ...CLASSES.map((name) =>
      bad(`layer ${name}`, 'model.unsupported_layer', make({ layerClass: name })),
    ),
    ...SHAPES.map(([name, shape]) =>
      name === 'huge'
        ? bad(`a shape of ${name}`, 'model.weights_mismatch', make({ shape }))
        : at(
            'weightsManifest.0.weights.0.shape',
            bad(`a shape of ${name}`, 'model.bad_manifest', make({ shape })),
          ),
    ),
    ...CONFIGS.map(([name, config]) => bad(name, 'model.unsupported_layer', make({ config }))),
    ...[0, 4, 23, 25, 1e6].map((bytes) =>
      bad(`${String(bytes)} bytes of weights`, 'model.weights_mismatch', make({}), bytes),
    ),
    ...['int32', 'bool', 'string', 'complex64', 'float64', '__proto__'].map((dtype) =>
      bad(`weights of ${dtype}`, 'model.unsupported_weights', make({ dtype })),
    ),
    bad(
      'quantised with NaN',
      'model.unsupported_weights',
      make({ quantization: { dtype: 'uint8', min: NaN, scale: NaN } }),
    ),
    bad(
      'quantised without end',
      'model.unsupported_weights',
      make({ quantization: { dtype: 'uint8', min: 0, scale: Number('1e999') } }),
    ),
    bad(
      'quantised by text',
      'model.unsupported_weights',
      make({ quantization: { dtype: 'uint8', min: '0', scale: 'NaN' } }),
    ),
    bad(
      'a setting nested deeply',
      'model.unsupported_layer',
      make({ config: { x: nest(NESTED) } }),
    ),
    bad(
      'a layer that reads something nested deeply',
      'model.unsupported_model',
      make({ inbound: nest(NESTED) as string }),
    ),
    at(
      'weights.0.quantization',
      bad('quantised without a type', 'model.bad_manifest', make({ quantization: {} })),
    ),
    at('"dense/kernel"', bad('a weight twice', 'model.bad_manifest', make({ twice: true }), 48)),
    at(
      '"other/kernel"',
      bad('a weight of no layer', 'model.bad_manifest', make({ extra: 'other/kernel' }), 32),
    ),
    at(
      '"__proto__"',
      bad('a weight named __proto__', 'model.bad_manifest', make({ extra: '__proto__' }), 32),
    ),
    at(
      'Layer "dense"',
      bad('a layer that reads itself', 'model.unsupported_model', make({ inbound: 'dense' })),
    ),
    at(
      'Layer "dense"',
      bad('a layer that reads nobody', 'model.unsupported_model', make({ inbound: 'ghost' })),
    ),
    bad(
      'two outputs',
      'model.unsupported_model',
      make({
        outputs: [
          ['dense', 0, 0],
          ['input', 0, 0],
        ],
      }),
    ),
    bad('a graph model', 'model.unsupported_model', {
      format: 'graph-model',
      modelTopology: {},
      weightsManifest: [],
    }),
    bad('nothing', 'model.unsupported_model', {}),
    bad('a list', 'model.unsupported_model', []),
    bad('text', 'model.unsupported_model', 'model'),
    bad('null', 'model.unsupported_model', null),
    bad('no weights', 'model.bad_manifest', { ...make({}), weightsManifest: [] }),
    bad('weights that are no list', 'model.bad_manifest', {
      ...make({}),
      weightsManifest: { paths: [] },
    }),
  ];
}

/** Deeper than what calls itself for each level can go. */
const NESTED = 100_000;

function nest(levels: number): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < levels; level++) inner = [inner];
  return inner;
}

interface Faults {
  paths?: string[];
  layerClass?: string;
  shape?: unknown;
  config?: Json;
  dtype?: string;
  quantization?: Json;
  twice?: boolean;
  extra?: string;
  inbound?: string;
  outputs?: unknown;
}

/** input (2) -> dense (2), with weights of 24 bytes. */
function make(faults: Faults): Json {
  const {
    paths = ['weights.bin'],
    layerClass = 'Dense',
    shape = [2, 2],
    dtype = 'float32',
  } = faults;
  const { quantization, inbound = 'input', outputs = [['dense', 0, 0]] } = faults;
  const kernel = { name: 'dense/kernel', shape, dtype, ...(quantization ? { quantization } : {}) };
  const bias = { name: 'dense/bias', shape: [2], dtype: 'float32' };
  const weights = [kernel, bias, ...(faults.twice ? [kernel, bias] : [])];
  if (faults.extra !== undefined)
    weights.push({ name: faults.extra, shape: [2], dtype: 'float32' });
  const config = { name: 'dense', units: 2, activation: 'linear', use_bias: true };
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'model',
        layers: [
          {
            ...{ class_name: 'InputLayer', name: 'input', inbound_nodes: [] },
            config: { name: 'input', batch_input_shape: [null, 2], dtype: 'float32' },
          },
          {
            ...{ class_name: layerClass, name: 'dense', inbound_nodes: [[[inbound, 0, 0, {}]]] },
            config: Object.defineProperties(
              config,
              Object.getOwnPropertyDescriptors(faults.config ?? {}),
            ),
          },
        ],
        ...{ input_layers: [['input', 0, 0]], output_layers: outputs },
      },
    },
    weightsManifest: [{ paths, weights }],
  };
}
