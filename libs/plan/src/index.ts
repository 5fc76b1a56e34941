export { artifactSchema, stepOutputsSchema, type Artifact, type StepOutputs } from './artifact';
export { EXECUTOR_VERSIONS, type Executor } from './cache-key';
export { compile, type CompiledGraph } from './compile';
export { FEATURE_BUDGET_BYTES } from './decide-features';
export * from './engine-protocol';
export { applyOverrides, type OverriddenGraph } from './override-params';
export * from './plan';
export { EXTRACTION } from './plan-features';
export { planRun, type KnownResults, type MappedPlan, type StepDecision } from './plan-run';
