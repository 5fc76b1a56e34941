import { defineGlobalPooling } from './global-pooling2d';

/** The mean of every channel. */
export const globalAveragePooling2d = defineGlobalPooling('GlobalAveragePooling2D');
