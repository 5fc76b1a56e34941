import { defineSequencePooling } from './global-pooling1d';

/** Largest value of every channel over the sequence. */
export const globalMaxPooling1d = defineSequencePooling('GlobalMaxPooling1D');
