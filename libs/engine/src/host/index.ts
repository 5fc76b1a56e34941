export type { EngineOptions, EngineOutcome, EngineReport, RunHandlers } from './engine-options';
export { EnginePool, type EnginePoolOptions, type PooledRunHandlers } from './engine-pool';
export { EngineProcess } from './engine-process';
