export { sizeBase } from './base-model.node';
export { catalogue } from './catalogue';
export { fitInput, type InputFit } from './fit-input';
export {
  CARD_FORMAT,
  cardSchema,
  createResources,
  readCard,
  toBaseCard,
  toDatasetCard,
  toWordVectorsCard,
  type AssetCard,
  type BaseModelAsset,
  type DatasetAsset,
  type WordVectorsAsset,
} from './read-card';
export { previewSplit, splitParamsSchema, type SplitPreview } from './preview-split';
export { sayCourse, trainingCourseSchema, type TrainingCourse } from './training-course';
export { trainingFields, trainingParams, type TrainingParams } from './training-params';
export type { ComparedEntry, Comparison, PairVerdict } from './compare-reports';
export { concludeWays, type WaysConclusion } from './conclude-ways';
export { drawRegistration } from './draw-registration';
export { COMPARE_NODE, drawWay, drawWhichTransfer } from './draw-which-transfer';
export { readTransferWays } from './read-transfer-ways';
export {
  listPictureBases,
  listTransferWays,
  TRAINING_EFFORT,
  type TransferTraining,
  type TransferWay,
} from './transfer-ways';
export { writeCsvRows } from './write-csv-rows';
