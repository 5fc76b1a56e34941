export { artifactSchema, stepOutputsSchema, type Artifact, type StepOutputs } from './artifact';
export { EXECUTOR_VERSIONS, MOST_CALIBRATION_PICTURES, type Executor } from './cache-key';
export { codeVersionSchema, type CodeVersion } from './code-version';
export { compile, type CompiledGraph } from './compile';
export { FEATURE_BUDGET_BYTES } from './decide-features';
export * from './engine-protocol';
export { expandRerun } from './expand-rerun';
export { MAX_REPEATS, MAX_VALUES, type Variation, type VariedRun } from './list-variations';
export { applyOverrides, type OverriddenGraph } from './override-params';
export * from './plan';
export { EXTRACTION } from './plan-features';
export { SETTING_CHOICE, planVariations } from './plan-variations';
export {
  planRun,
  type KnownResult,
  type KnownResults,
  type MappedPlan,
  type StepDecision,
} from './plan-run';
export { readValues, spaceValues } from './read-values';
export { haveSameOptions, listTried, type TriedSetting } from './run-options';
export { LEARNING_RATE_SEARCH, planLearningRateSearch } from './search-learning-rate';
