import { z } from 'zod';

/** Functions that `Activation`, and the activation of a convolution or dense layer, may name. */
export const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softmax',
  'softplus',
  'softsign',
  'swish',
] as const;
export type ActivationName = (typeof ACTIVATIONS)[number];

export const activationField = z.enum(ACTIVATIONS);
export const paddingField = z.enum(['same', 'valid']);
export const filtersField = z.int().min(1).max(65_536);

/** Height and width, in pixels of the feature map. */
export const sizeField = z.tuple([z.int().min(1).max(4096), z.int().min(1).max(4096)]);

/** How a convolution slides over its feature map, and what it adds to and makes of the sums. */
export const convolutionFields = {
  kernelSize: sizeField,
  strides: sizeField.default([1, 1]),
  padding: paddingField.default('valid'),
  dilation: sizeField.default([1, 1]),
  useBias: z.boolean().default(true),
  activation: activationField.default('linear'),
};

export type Size = readonly [number, number];
export type Padding = z.infer<typeof paddingField>;
