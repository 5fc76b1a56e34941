import type { Tensor, Tf } from '../tf';

/** An attribute of a TensorFlow operation, as the binding of tfjs-node takes it. */
interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean;
}

/** What tfjs-node's backend offers beside tfjs' own kernels: every operation of the native library. */
interface NativeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
}

type Kind = 'TYPE' | 'FLOAT' | 'STRING' | 'BOOL';

/** Runs operations of native TensorFlow that tfjs has no function for. */
export interface NativeOperations {
  /** One output. Attributes as `[name, kind, value]`; `T` is float32. */
  run(name: string, inputs: readonly Tensor[], attributes?: readonly OperationAttribute[]): Tensor;
  /** All outputs of an operation that has so many. */
  runAll(
    name: string,
    inputs: readonly Tensor[],
    attributes: readonly OperationAttribute[],
    outputs: number,
  ): Tensor[];
}

export type OperationAttribute = readonly [
  name: string,
  kind: Kind,
  value: string | boolean | number,
];

/** Null where the backend is not native TensorFlow: there the same is computed by tfjs' own functions. */
export function findNativeOperations(tf: Tf): NativeOperations | null {
  const backend: unknown = tf.backend();
  if (!isNative(backend)) return null;
  const { binding } = backend;
  const convert = (attributes: readonly OperationAttribute[]): Attribute[] =>
    [FLOATS, ...attributes].map(([name, kind, value]) => ({
      name,
      type: binding[`TF_ATTR_${kind}`] ?? -1,
      value: kind === 'TYPE' ? (binding['TF_FLOAT'] ?? -1) : value,
    }));
  return {
    run: (name, inputs, attributes = []) =>
      backend.executeSingleOutput(name, convert(attributes), [...inputs]),
    runAll: (name, inputs, attributes, outputs) =>
      backend.executeMultipleOutputs(name, convert(attributes), [...inputs], outputs),
  };
}

const FLOATS: OperationAttribute = ['T', 'TYPE', 'float32'];

function isNative(backend: unknown): backend is NativeBackend {
  return typeof backend === 'object' && backend !== null && 'executeMultipleOutputs' in backend;
}
