import { definePooling } from './pooling2d';

/** The largest value of every window. */
export const maxPooling2d = definePooling('MaxPooling2D');
