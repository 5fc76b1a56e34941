import { UnexpectedError } from '@graft/errors';
import type { OnnxConstant, OnnxModel, OnnxNode } from '../onnx/onnx-graph';
import type { QuantisedPart } from './find-tensors';
import type { ValueRange } from './observe-ranges';
import { findWidened, widenKernel } from './widen-channels';
import { scaleOfRange, quantiseBias, quantiseKernel, type TensorScale } from './scales';

/**
 * The model with its convolutions and sums in int8: feature maps as uint8 with one scale and zero
 * point each, kernels as int8 with a scale for every output channel, biases as int32. Written as
 * pairs of QuantizeLinear and DequantizeLinear (QDQ), which onnxruntime fuses into integer kernels.
 * Method: Jacob et al., "Quantization and training of neural networks for efficient
 * integer-arithmetic-only inference", CVPR 2018; per channel as in Krishnamoorthi 2018.
 *
 * @param ranges of `part.tensors`, one each
 */
export function quantiseModel(
  model: OnnxModel,
  part: QuantisedPart,
  ranges: readonly ValueRange[],
): OnnxModel {
  return new Quantiser(model, part, ranges).run();
}

class Quantiser {
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #nodes: OnnxNode[] = [];
  readonly #scales: ReadonlyMap<string, TensorScale>;
  /** Rectifiers that saturation replaces, by output; value: what the node before them gives. */
  readonly #removed: ReadonlyMap<string, string>;
  /** Tensors that get channels of zeros, and how many. */
  readonly #widened: ReadonlyMap<string, number>;

  constructor(
    private readonly model: OnnxModel,
    private readonly part: QuantisedPart,
    ranges: readonly ValueRange[],
  ) {
    for (const constant of model.constants) this.#constants.set(constant.name, constant);
    this.#scales = new Map(
      part.tensors.map((name, at) => [name, scaleOfRange(ranges[at] ?? { low: 0, high: 0 })]),
    );
    this.#removed = new Map(
      part.nodes.flatMap(({ node, rectifier }) =>
        rectifier === null ? [] : [[rectifier.output, node.output]],
      ),
    );
    this.#widened = findWidened(model, part);
  }

  run(): OnnxModel {
    const chosen = new Map(this.part.nodes.map((each) => [each.node, each]));
    for (const { name } of this.model.inputs) this.#hold(name, name);
    for (const node of this.model.nodes) {
      const before = this.#removed.get(node.output);
      if (before !== undefined) {
        this.#hold(node.output, before);
        continue;
      }
      const inputs = node.inputs.map((name) => this.#read(name));
      const own = chosen.get(node);
      if (node.operator === 'Resize') this.#nodes.push(...keepChannelsFirst({ ...node, inputs }));
      else if (own?.node.operator === 'Conv') {
        this.#nodes.push({ ...node, inputs: this.#convert(node, inputs) });
      } else this.#nodes.push({ ...node, inputs });
      this.#hold(node.output, node.output);
    }
    return { ...this.model, nodes: this.#nodes, constants: this.#listConstants() };
  }

  /** Rounds a tensor to uint8 and back, where it is one of those. */
  #hold(name: string, source: string): void {
    const scale = this.#scales.get(name);
    if (scale === undefined) return;
    const by = [this.#addFloats(`${name}/scale`, scale.scale), this.#addZero(name, scale)];
    const held = `${name}/uint8`;
    this.#nodes.push({
      operator: 'QuantizeLinear',
      inputs: [source, ...by],
      attributes: {},
      output: held,
    });
    const read = this.#widen(name, held, by[1] ?? '');
    this.#nodes.push({
      operator: 'DequantizeLinear',
      inputs: [read, ...by],
      attributes: {},
      output: rounded(name),
    });
  }

  #widen(name: string, held: string, zero: string): string {
    const more = this.#widened.get(name);
    if (more === undefined) return held;
    const pads = `${name}/pads`;
    const values = BigInt64Array.from([0, 0, 0, 0, 0, more, 0, 0], BigInt);
    this.#constants.set(pads, { name: pads, element: 'int64', shape: [values.length], values });
    const output = `${held}/wide`;
    this.#nodes.push({ operator: 'Pad', inputs: [held, pads, zero], attributes: {}, output });
    return output;
  }

  #read(name: string): string {
    return this.#scales.has(name) ? rounded(name) : name;
  }

  #convert({ inputs: [input = '', kernel = '', bias = ''] }: OnnxNode, read: string[]): string[] {
    const scale = this.#scales.get(input)?.scale ?? 1;
    const more = this.#widened.get(input) ?? 0;
    const { shape, values } = widenKernel(this.#takeFloats(kernel), more);
    const offsets = this.#takeFloats(bias).values;
    const quantised = quantiseKernel(values, offsets, scale);
    const biasScales = quantised.scales.map((each) => Math.fround(each * scale));
    const biasValues = quantiseBias(offsets, biasScales);
    this.#constants.delete(kernel);
    this.#constants.delete(bias);
    return [
      read[0] ?? '',
      this.#dequantise(
        { name: `${kernel}/int8`, element: 'int8', shape, values: quantised.values },
        quantised.scales,
      ),
      this.#dequantise(
        { name: `${bias}/int32`, element: 'int32', shape: [biasValues.length], values: biasValues },
        biasScales,
      ),
    ];
  }

  /** A constant in integers with one scale for each output channel. */
  #dequantise(constant: OnnxConstant, scales: Float32Array): string {
    this.#constants.set(constant.name, constant);
    const scale = `${constant.name}/scale`;
    const shape = [scales.length];
    this.#constants.set(scale, { name: scale, element: 'float32', shape, values: scales });
    const output = `${constant.name}/value`;
    const attributes = { axis: { kind: 'integer', value: 0 } } as const;
    const inputs = [constant.name, scale];
    this.#nodes.push({ operator: 'DequantizeLinear', inputs, attributes, output });
    return output;
  }

  #addFloats(name: string, value: number): string {
    this.#constants.set(name, {
      name,
      element: 'float32',
      shape: [],
      values: Float32Array.of(value),
    });
    return name;
  }

  #addZero(tensor: string, { zero }: TensorScale): string {
    const name = `${tensor}/zero`;
    this.#constants.set(name, { name, element: 'uint8', shape: [], values: Uint8Array.of(zero) });
    return name;
  }

  #takeFloats(name: string): { shape: readonly number[]; values: Float32Array } {
    const constant = this.model.constants.find((each) => each.name === name);
    if (constant?.element === 'float32') return constant;
    throw new UnexpectedError({
      code: 'quantise.constant',
      message: `"${name}" of a convolution is not a constant in single precision.`,
    });
  }

  #listConstants(): OnnxConstant[] {
    return [...this.#constants.values()];
  }
}

/**
 * A resize and a reshape to the sizes it has anyway. onnxruntime's integer kernels want channels last and it moves
 * its transposition before the resize, which is half as fast that way; it moves none past a reshape. 232 pictures a
 * second instead of 220, EfficientNet-Lite0, one thread.
 */
function keepChannelsFirst(resize: OnnxNode): OnnxNode[] {
  const [, , , sizes = ''] = resize.inputs;
  const output = `${resize.output}/resized`;
  return [
    { ...resize, output },
    { operator: 'Reshape', inputs: [output, sizes], attributes: {}, output: resize.output },
  ];
}

function rounded(name: string): string {
  return `${name}/rounded`;
}
