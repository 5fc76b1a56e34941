import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

/** The engine as it ships, which set-up has built before any test runs: give it to EngineProcess.start. */
export const builtEngine = join(ROOT, 'apps/worker/dist/engine.js');
