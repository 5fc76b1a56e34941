import { join } from 'node:path';

/** The repository's folder, seen from here or from `libs/testing/dist`. */
export const repository = join(import.meta.dirname, '..', '..', '..');

/** An engine without TensorFlow: see the file. */
export const fakeEngine = join(
  repository,
  ...['libs', 'testing', 'src', 'fake-engine', 'fake-engine.mjs'],
);
