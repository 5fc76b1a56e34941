import type { StepDefinition } from './define-step';
import { chooseSettingStep } from './choose-setting.step';
import { compareStep } from './compare.step';
import { crossValidateStep } from './cross-validate.step';
import { embedStep } from './embed.step';
import { evaluateStep } from './evaluate.step';
import { exportModelStep } from './export-model.step';
import { extractFeaturesStep } from './extract-features.step';
import { findLearningRateStep } from './find-learning-rate.step';
import { fineTuneStep } from './fine-tune.step';
import { importBaseStep } from './import-base.step';
import { mapFeaturesStep } from './map-features.step';
import { predictFilesStep } from './predict-files.step';
import { predictStep } from './predict.step';
import { registerModelStep } from './register-model.step';
import { transferabilityStep } from './transferability.step';
import { trainStep } from './train.step';

export { SETTINGS_FORMAT, type ComparedSettings } from './choose-setting.step';
export { COMPARISON_FORMAT, type ComparedEntry, type Comparison } from './compare-reports';
export * from './define-step';
export { EMBEDDING_FORMAT, type EmbeddedExample, type Embedding } from './embed.step';
export type { ExportFacts } from './export/export-facts';
export * from './feature-index';
export * from './input-layer';
export {
  REPORT_FORMAT,
  type CrossValidation,
  type EvaluationReport,
  type FoldReport,
  type ReportRow,
} from './make-report';
export { LEARNING_RATES_FORMAT, type LearningRateCurve } from './find-learning-rate.step';
export type { FeatureMaps } from './map-features.step';
export type { Prediction } from './predict-files.step';
export { PREDICTIONS_FORMAT, type PredictedExample, type PredictedExamples } from './predict.step';
export * from './prepare-pictures';
export { SCORES_FORMAT, type TransferRanking, type TransferScores } from './transferability.step';
export type { RankedLabel } from './rank-labels';
export { HISTORY_FORMAT } from './run-training';
export { workAhead } from './work-ahead';

const DEFINITIONS: readonly StepDefinition[] = [
  extractFeaturesStep,
  trainStep,
  fineTuneStep,
  findLearningRateStep,
  chooseSettingStep,
  evaluateStep,
  crossValidateStep,
  compareStep,
  transferabilityStep,
  embedStep,
  predictStep,
  registerModelStep,
  predictFilesStep,
  mapFeaturesStep,
  exportModelStep,
  importBaseStep,
];

/** Every kind of step that an engine can run. */
export const steps: ReadonlyMap<string, StepDefinition> = new Map(
  DEFINITIONS.map((each) => [each.kind, each]),
);
