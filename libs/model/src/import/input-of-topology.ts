import { UserError } from '@graft/errors';
import type { InputSpec } from '../model-spec';

type Json = Record<string, unknown>;

export interface AskedInput {
  /** Height and width where the model leaves them open. */
  readonly size: number | null;
  /** Pixels 0 to 255 become (pixel - mean) / scale. */
  readonly mean: number;
  readonly scale: number;
}

/**
 * What a model reads, by the shape of its input layer, and the topology with open sizes filled in.
 * @throws UserError `model.input_mismatch` for an input that is no picture, `model.size_needed`
 */
export function settleInput(
  modelTopology: unknown,
  asked: AskedInput,
): { modelTopology: unknown; input: InputSpec } {
  const copy: unknown = structuredClone(modelTopology);
  const config = findInputConfig(copy);
  const [, height, width, channels, ...more] = (config?.['batch_input_shape'] ?? []) as unknown[];
  if (config === undefined || (channels !== 1 && channels !== 3) || more.length > 0) {
    throw new UserError({
      code: 'model.input_mismatch',
      message:
        'Graft takes models that read one picture of height x width x 1 or 3, channels last; this one reads something else.',
    });
  }
  const [rows, columns] = [height ?? asked.size, width ?? asked.size];
  if (typeof rows !== 'number' || typeof columns !== 'number') {
    throw new UserError({
      code: 'model.size_needed',
      message: 'The model takes pictures of any size: say to which size they shall be brought.',
    });
  }
  config['batch_input_shape'] = [null, rows, columns, channels];
  const { mean, scale } = asked;
  return {
    modelTopology: copy,
    input: { kind: 'image', height: rows, width: columns, channels, mean, scale },
  };
}

/** The configuration of the first layer that says what the model reads. */
function findInputConfig(topology: unknown): Json | undefined {
  const root = isObject(topology) ? (topology['model_config'] ?? topology) : undefined;
  const config = isObject(root) ? root['config'] : undefined;
  const layers: unknown = isObject(config) ? config['layers'] : config;
  if (!Array.isArray(layers)) return undefined;
  return (layers as unknown[])
    .flatMap((layer) => (isObject(layer) && isObject(layer['config']) ? [layer['config']] : []))
    .find((each) => Array.isArray(each['batch_input_shape']));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
