import { defineGlobalPooling } from './global-pooling2d';

/** The largest value of every channel. */
export const globalMaxPooling2d = defineGlobalPooling('GlobalMaxPooling2D');
