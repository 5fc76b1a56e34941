import { UserError } from '@graft/errors';
import {
  describeShape,
  inferLayer,
  isMisfit,
  type InputSpec,
  type LayerSpec,
  type ModelSpec,
  type Shape,
} from '@graft/model';

type ImageInput = Extract<InputSpec, { kind: 'image' }>;

/**
 * The same model for square pictures of another size: all shapes are inferred anew, weights stay.
 * @throws UserError `model.fixed_size` naming the layer that needs the original size
 */
export function resizeInput(spec: ModelSpec, input: ImageInput, size: number): ModelSpec {
  if (input.height === size && input.width === size) return spec;
  const shapes = new Map<string, Shape>();
  const layers = spec.layers.map((layer) => {
    const resized = resizeLayer(layer, shapes, [size, size, input.channels]);
    shapes.set(layer.name, resized.outputShape);
    return resized;
  });
  return { ...spec, input: { ...input, height: size, width: size }, layers };
}

function resizeLayer(
  layer: LayerSpec,
  shapes: ReadonlyMap<string, Shape>,
  inputShape: Shape,
): LayerSpec {
  const isInput = layer.inbound.length === 0;
  const config = isInput ? { ...layer.config, shape: [...inputShape] } : layer.config;
  const sources = layer.inbound.map((name) => shapes.get(name) ?? []);
  const inferred = inferLayer(layer.class, config, sources);
  if (isMisfit(inferred)) throw fixedSize(layer.name, inferred.misfit);
  for (const [index, slot] of inferred.slots.entries()) {
    const { shape = [] } = layer.weights[index] ?? {};
    if (shape.join() === slot.shape.join()) continue;
    throw fixedSize(
      layer.name,
      `Its weight "${slot.role}" is ${describeShape(shape)}, this size needs ${describeShape(slot.shape)}.`,
    );
  }
  return { ...layer, config: inferred.config, outputShape: [...inferred.outputShape] };
}

function fixedSize(layer: string, reason: string): UserError {
  return new UserError({
    code: 'model.fixed_size',
    message: `The layer "${layer}" does not work at this input size. ${reason} Use the size that the model was made for.`,
    details: { layer },
  });
}
