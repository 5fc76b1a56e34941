export {
  changePicture,
  drawChange,
  type AugmentSettings,
  type PictureChange,
} from './augment/augment-picture';
export { warpPicture, type Affine, type Pixels } from './augment/warp-picture';
export { buildModel } from './build/build-model';
export type {
  BuildOptions,
  BuiltModel,
  Feeds,
  ModelVariable,
  PredictOptions,
  TrainingPass,
  VariableRole,
  WeightMap,
} from './build/built-model';
export { drawWeights, type Initialiser } from './build/draw-weights';
export { listBuildableClasses } from './build/layer-builders';
export { readWeightSources } from './build/read-weight-sources';
export { narrowToFloat16, widenFloat16 } from './safetensors/float16';
export { readSafetensors } from './safetensors/read-safetensors';
export type { SafeTensor, SafetensorsDtype, SafetensorsFile } from './safetensors/safetensors';
export { writeSafetensors } from './safetensors/write-safetensors';
export type { Tf } from './tf';
export {
  CHECKPOINT_FORMAT,
  listChangingWeights,
  type Checkpoint,
  type LearningRateState,
  type TrainingCursor,
  type TrainingState,
} from './train/checkpoint';
export { decodeCheckpoint, encodeCheckpoint } from './train/checkpoint-file';
export type { HistoryRow } from './train/history';
export {
  findLearningRate,
  type LearningRatePoint,
  type LearningRateRange,
  type LearningRateRequest,
  type LearningRateSearch,
} from './train/find-learning-rate';
export { suggestLearningRate } from './train/suggest-learning-rate';
export { measureModel, type Measure, type MeasureOptions } from './train/measure-model';
export { scheduleFactor, type ScheduleMoment } from './train/schedule';
export type {
  LayerRate,
  Monitor,
  OptimiserSettings,
  ScheduleSettings,
  TrainingSettings,
} from './train/settings';
export { trainModel, type TrainingRequest } from './train/train-model';
export type {
  CheckpointTimes,
  DataSource,
  TrainingBatch,
  TrainingCommand,
  TrainingEnd,
  TrainingHooks,
  TrainingProgress,
  TrainingResult,
} from './train/training';
export {
  canExport,
  exportOnnx,
  type OnnxExportOptions,
  type RowProducts,
  type OnnxVerdict,
} from './onnx/export-onnx';
export { importOnnx, type AskedOnnx, type ImportedOnnx } from './onnx/import/import-onnx';
export { writeProbe } from './onnx/import/write-probe';
export { createMessage, type MessageWriter } from './onnx/protobuf-writer';
export type { OnnxInput } from './onnx/write-input';
export { prepareQuantisation, type Quantisation } from './quantise/prepare-quantisation';
export { measureCalibration, type Calibration, type CalibrationBin } from './metrics/calibration';
export {
  computeClassification,
  type ClassificationMetrics,
  type ClassMetrics,
} from './metrics/classification';
export { countConfusions, type ConfusionMatrix } from './metrics/confusion';
export { predictClasses, topKAccuracy, type ScoreTable } from './metrics/ranking';
export { wilsonInterval } from './metrics/wilson-interval';
export {
  findNeighbours,
  multiplyRows,
  nearestDistances,
  normaliseRows,
  quantile,
  type FeatureRows,
  type Neighbour,
} from './metrics/familiarity';
export { measureBinary, type BinaryCurves } from './metrics/binary-curves';
export { bootstrapInterval } from './metrics/bootstrap';
export {
  judgeTransfer,
  type Finding,
  type JudgedTrial,
  type JudgedWay,
  type Outcome,
  type TransferVerdict,
} from './evidence/judge-transfer';
export {
  mcnemarExact,
  pairedInterval,
  pairedShareInterval,
  type Discordance,
  type Interval,
} from './evidence/paired-difference';
export { drawMaps, type DrawnMap, type DrawnMaps } from './explain/draw-maps';
export { gradCam, type EvidenceMap } from './explain/grad-cam';
export { findPrincipalComponents, type PrincipalComponents } from './project/principal-components';
export {
  chooseSetting,
  type SettingChoice,
  type SettingMeasure,
  type SettingResult,
} from './evidence/choose-setting';
export { weightedTau } from './evidence/weighted-tau';
export { readMonitor } from './train/watch';
export {
  exportLayersModel,
  requireWeight,
  takeWritten,
  type WeightFormat,
} from './export/layers-model';
export type { FeatureMatrix } from './transferability/decompose-features';
export { logme, regularisedHScore } from './transferability/feature-scores';
export { nearestNeighbours } from './transferability/nearest-neighbours';
export {
  leep,
  negativeConditionalEntropy,
  type SourceAnswers,
} from './transferability/source-answers';
