import { createSpec, type LayerDraft } from '../build-spec';
import type { InputSpec, ModelSpec } from '../model-spec';

type ImageInput = Extract<InputSpec, { kind: 'image' }>;

/**
 * The feature layers of the convolutional network in the Keras example `mnist_transfer_cnn`: two
 * 3 x 3 convolutions of 32 filters with ReLU, 2 x 2 maximum pooling, dropout 0.25, flatten. Its
 * classifier is a head of one hidden layer of 128 units with dropout 0.5 (`DIGITS_HEAD`). Pictures
 * must be 6 x 6 or larger; for smaller ones UserError `model.misfit` names the layer.
 */
export function buildDigitsCnn(input: ImageInput, seed: number): ModelSpec {
  const convolution = { filters: 32, kernelSize: [3, 3], activation: 'relu' };
  const layers: LayerDraft[] = [
    { name: 'conv1', class: 'Conv2D', config: convolution, block: 'conv1', seed },
    { name: 'conv2', class: 'Conv2D', config: convolution, block: 'conv2', seed },
    { name: 'pool', class: 'MaxPooling2D', block: 'conv2', seed },
    { name: 'dropout', class: 'Dropout', config: { rate: 0.25 }, block: 'conv2', seed },
    { name: 'flatten', class: 'Flatten', block: 'flatten', seed },
  ];
  return { ...createSpec(input, layers), featureLayer: 'flatten' };
}

/** The classifier that belongs to `buildDigitsCnn`. */
export const DIGITS_HEAD = { hiddenUnits: [128], dropout: 0.5 } as const;
