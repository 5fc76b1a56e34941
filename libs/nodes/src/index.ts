export { catalogue } from './catalogue';
export { fitInput, type InputFit } from './fit-input';
export {
  CARD_FORMAT,
  cardSchema,
  createResources,
  readCard,
  toBaseCard,
  toDatasetCard,
  type AssetCard,
  type BaseModelAsset,
  type DatasetAsset,
} from './read-card';
export { trainingFields, trainingParams, type TrainingParams } from './training-params';
