import { definePooling } from './pooling2d';

/** The mean of every window; padding is left out of the mean, as in TensorFlow. */
export const averagePooling2d = definePooling('AveragePooling2D');
