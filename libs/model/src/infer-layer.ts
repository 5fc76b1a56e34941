import type { z } from 'zod';
import type { WeightSlot } from './layer-class';
import { findLayerClass } from './layer-registry';
import { countElements, isMisfit, type Misfit } from './layers/shape-arithmetic';
import type { LayerSpec, Shape } from './model-spec';

/** What follows from a layer's class, configuration and inputs. */
export interface InferredLayer {
  /** The configuration in normal form: every key present, defaults filled in. */
  config: LayerSpec['config'];
  outputShape: Shape;
  slots: readonly WeightSlot[];
}

/** No tensor of one example may be larger: it would not fit in memory anyway. */
const MAX_ELEMENTS = 2 ** 31 - 1;

/** Works out shape and weights of a layer, or says in a sentence why it can't exist. */
export function inferLayer(
  className: string,
  config: unknown,
  inputs: readonly Shape[],
): InferredLayer | Misfit {
  const layerClass = findLayerClass(className);
  if (!layerClass) return { misfit: `Graft has no layer class "${className}".` };
  const parsed = layerClass.config.safeParse(config);
  if (!parsed.success) return { misfit: describeConfigError(parsed.error) };
  const outputShape = layerClass.inferShape(inputs, parsed.data);
  if (isMisfit(outputShape)) return outputShape;
  const slots = layerClass.weights(inputs, parsed.data);
  if (
    [outputShape, ...slots.map((slot) => slot.shape)].some(
      (shape) => countElements(shape) > MAX_ELEMENTS,
    )
  ) {
    return { misfit: 'It would hold more than 2^31 values.' };
  }
  return { config: parsed.data as LayerSpec['config'], outputShape, slots };
}

/** What can change while the model trains: a layer with weights, or one that acts randomly. */
export function canTrain(className: string, slots: readonly unknown[]): boolean {
  const layerClass = findLayerClass(className);
  if (layerClass?.sealed === true) return false;
  return slots.length > 0 || layerClass?.random === true;
}

function describeConfigError(error: z.ZodError): string {
  const problems = error.issues.map((issue) => {
    const path = issue.path.join('.');
    return path === '' ? issue.message : `"${path}": ${issue.message}`;
  });
  return `Its configuration is wrong: ${problems.join('; ')}.`;
}
