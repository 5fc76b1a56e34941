export { GraphBuilder } from './graph-builder';
export {
  tinyBase,
  tinyBranchedBase,
  tinyOnnxBase,
  tinyColours,
  tinyResources,
  tinyShapes,
  tinyTexts,
  tinyVectors,
} from './tiny-cards';
export { buildTinyTransfer } from './tiny-transfer';
