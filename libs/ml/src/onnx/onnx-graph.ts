/** Names of `onnx.proto`'s element types that are used here, and the arrays that hold them. */
export interface OnnxArrays {
  float32: Float32Array;
  /** Bit patterns. */
  float16: Uint16Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  /** One byte each. */
  bool: Uint8Array;
}
export type OnnxElement = keyof OnnxArrays;

export type OnnxAttribute =
  | { kind: 'float'; value: number }
  | { kind: 'integer'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'floats'; value: readonly number[] }
  | { kind: 'integers'; value: readonly number[] }
  | {
      kind: 'tensor';
      element: OnnxElement;
      shape: readonly number[];
      value: readonly number[];
    };

/** A graph input or output; a word is a size that is known only when the model runs. */
export interface OnnxPort {
  readonly name: string;
  readonly element: OnnxElement;
  /** Null where it is not known. */
  readonly shape: readonly (number | string)[] | null;
}

/** One operator with its output, and those that it has besides. An empty input name is a left-out one. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly output: string;
  readonly others?: readonly string[];
}

export type OnnxConstant = {
  [Element in OnnxElement]: {
    readonly name: string;
    readonly element: Element;
    readonly shape: readonly number[];
    readonly values: OnnxArrays[Element];
  };
}[OnnxElement];

/** A whole model, nodes in order of computation: what passes read and write. */
export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** Version of the operators; default: the one that Graft writes. */
  readonly opset?: number;
}

/** Collects operators and constants in order of computation. */
export interface OnnxGraph {
  /** Adds an operator and gives back the name of its output. An empty input name is a left-out one. */
  operate(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    output?: string,
  ): string;
  floats(name: string, shape: readonly number[], values: Float32Array | readonly number[]): string;
  integers(name: string, values: readonly number[]): string;
  /** Operators and constants that were made elsewhere, for operators of this version. */
  adopt(nodes: readonly OnnxNode[], constants: readonly OnnxConstant[], opset: number): void;
  build(ports: Pick<OnnxModel, 'inputs' | 'outputs'>): OnnxModel;
}

export function createOnnxGraph(): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const constants: OnnxConstant[] = [];
  let adopted: number | undefined;
  return {
    operate(operator, inputs, attributes = {}, output = `value_${nodes.length}`) {
      nodes.push({ operator, inputs, attributes, output });
      return output;
    },
    floats(label, shape, values) {
      const name = `${label}#${constants.length}`;
      constants.push({ name, element: 'float32', shape, values: new Float32Array(values) });
      return name;
    },
    integers(label, values) {
      const name = `${label}#${constants.length}`;
      const wide = BigInt64Array.from(values, BigInt);
      constants.push({ name, element: 'int64', shape: [values.length], values: wide });
      return name;
    },
    adopt(foreign, values, opset) {
      nodes.push(...foreign);
      constants.push(...values);
      adopted = opset;
    },
    build: (ports) => ({
      nodes,
      constants,
      ...ports,
      ...(adopted === undefined ? {} : { opset: adopted }),
    }),
  };
}
