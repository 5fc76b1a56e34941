export {
  appendLayer,
  createInput,
  createSpec,
  initialise,
  nameWeight,
  type InitialiserName,
  type LayerDraft,
} from './build-spec';
export { checkSpec } from './check-spec';
export {
  countParameters,
  describeCount,
  summariseModel,
  type ModelParameters,
  type ParameterCount,
} from './count-parameters';
export { estimateMultiplyAdds } from './estimate-cost';
export { findFeatureLayer } from './find-feature-layer';
export {
  digestSpec,
  findFrozenPrefix,
  suffixOf,
  type FrozenPrefix,
  type ModelSuffix,
} from './frozen-prefix';
export { canTrain, inferLayer, type InferredLayer } from './infer-layer';
export { shapeOfInput } from './input-shape';
export type { LayerClass, LayerWeight, WeightSlot } from './layer-class';
export {
  collectAncestors,
  HEAD_BLOCK,
  indexConsumers,
  indexLayers,
  listBlocks,
  requireLayer,
} from './layer-graph';
export { findSealed } from './find-sealed';
export { findLayerClass, listLayerClasses } from './layer-registry';
export { activation, type ActivationConfig } from './layers/activation';
export { add } from './layers/add';
export { averagePooling2d } from './layers/average-pooling2d';
export { batchNormalization, type BatchNormalizationConfig } from './layers/batch-normalization';
export { concatenate, type ConcatenateConfig } from './layers/concatenate';
export { ACTIVATIONS, type ActivationName, type Padding, type Size } from './layers/config-fields';
export { conv1d, type Conv1DConfig } from './layers/conv1d';
export { conv2d, type Conv2DConfig } from './layers/conv2d';
export { dense, type DenseConfig } from './layers/dense';
export { depthwiseConv2d, type DepthwiseConv2DConfig } from './layers/depthwise-conv2d';
export { dropout, type DropoutConfig } from './layers/dropout';
export { embedding, type EmbeddingConfig } from './layers/embedding';
export { flatten } from './layers/flatten';
export { globalAveragePooling2d } from './layers/global-average-pooling2d';
export { globalMaxPooling1d } from './layers/global-max-pooling1d';
export { globalMaxPooling2d } from './layers/global-max-pooling2d';
export { inputLayer } from './layers/input-layer';
export { maskedAveragePooling1d } from './layers/masked-average-pooling1d';
export { maxPooling2d } from './layers/max-pooling2d';
export { multiply } from './layers/multiply';
export { type Pooling2DConfig } from './layers/pooling2d';
export { ONNX_OPSETS, onnxGraph, type OnnxGraphConfig } from './layers/onnx-graph';
export { relu, type ReLUConfig } from './layers/relu';
export { rescaling, type RescalingConfig } from './layers/rescaling';
export { reshape, type ReshapeConfig } from './layers/reshape';
export { separableConv2d, type SeparableConv2DConfig } from './layers/separable-conv2d';
export { countElements, describeShape, isMisfit, type Misfit } from './layers/shape-arithmetic';
export { zeroPadding2d, type ZeroPadding2DConfig } from './layers/zero-padding2d';
export { listLearnedWeights, slotsOf } from './learned-weights';
export { listModelBlobs } from './list-model-blobs';
export { listMapPlaces, type MapPlace } from './list-map-places';
export { findLastMap } from './find-last-map';
export { findPenultimate } from './find-penultimate';
export {
  familiaritySchema,
  inputSpecSchema,
  layerSpecSchema,
  MODEL_FORMAT,
  modelSpecSchema,
  weightSourceSchema,
  weightSpecSchema,
  type Familiarity,
  type InputSpec,
  type LayerSpec,
  type ModelSpec,
  type Shape,
  type WeightSource,
  type WeightSpec,
} from './model-spec';
export type { BaseCard, ModelSummary } from './model-summary';
export { nameBlock } from './name-block';
export { buildDigitsCnn, DIGITS_HEAD } from './presets/digits-cnn';
export { buildMlp } from './presets/mlp';
export { buildSmallCnn } from './presets/small-cnn';
export {
  buildWordVectors,
  type TextPooling,
  type WordVectorsOptions,
} from './presets/word-vectors';
export { listWeightFiles, readLayersModel, type ReadLayersModelOptions } from './read-layers-model';
export { attachHead, POOLINGS, type HeadOptions, type Pooling } from './surgery/attach-head';
export { cutAfter } from './surgery/cut-after';
export {
  freezeLayers,
  isFresh,
  listFrozenFresh,
  selectLayers,
  type FreezeSelection,
  type StatisticsPolicy,
} from './surgery/freeze-layers';
export { listStages, type Stage } from './surgery/list-stages';
export { listCutPoints } from './surgery/list-cut-points';
export { matchesPattern } from './surgery/match-pattern';
export { reinitialiseFrom } from './surgery/reinitialise-from';
export { resolveLayer, type LayerReference } from './surgery/resolve-layer';
export { unfreezeLastBlocks } from './surgery/unfreeze-last-blocks';
export {
  listSourceSteps,
  replaceStepIds,
  withLearnedWeights,
} from './surgery/with-learned-weights';
export { createTokeniser, splitWords, type Tokeniser } from './text/tokeniser';
export {
  CODE_LANGUAGES,
  EXPORT_FORMATS,
  FILE_FORMATS,
  type CodeLanguage,
  type ExportFormat,
  type FileFormat,
} from './export/export-formats';
export { writeKerasConfig, type KerasDialect } from './export/write-keras-config';
export {
  findUnwritable,
  nameForKeras,
  writeTopology,
  type WrittenTopology,
  type WrittenWeight,
} from './export/write-topology';
export { settleInput, type AskedInput } from './import/input-of-topology';
export {
  leavesChannels,
  prependChannels,
  settleChannels,
  writeChannelWeights,
  type AskedChannels,
  type ChannelPreparation,
} from './import/prepend-channels';
export { translateKeras3 } from './import/keras3-topology';
