import { narrowToFloat16 } from '../safetensors/float16';
import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx-graph';

/** Constants of fewer values are sizes and limits, which halving makes no smaller. */
const FEWEST_HALVED = 16;
/** `FLOAT` of onnx.proto: what `Cast` makes. */
const FLOAT32 = 1;

/**
 * The same model with its weights stored in half precision: half the size, about three decimal digits.
 * They are widened when the model is loaded; computing stays in float32.
 */
export function halveWeights(model: OnnxModel): OnnxModel {
  const constants: OnnxConstant[] = [];
  const casts: OnnxNode[] = [];
  for (const constant of model.constants) {
    const { name, element, shape, values } = constant;
    if (element !== 'float32' || values.length < FEWEST_HALVED) {
      constants.push(constant);
      continue;
    }
    const half = `${name}/half`;
    constants.push({ name: half, element: 'float16', shape, values: narrowToFloat16(values) });
    casts.push({
      operator: 'Cast',
      inputs: [half],
      attributes: { to: { kind: 'integer', value: FLOAT32 } },
      output: name,
    });
  }
  return { ...model, constants, nodes: [...casts, ...model.nodes] };
}
