import { addHeadCode } from '../add-head.code';
import { augmentCode } from '../augment.code';
import { baseModelCode } from '../base-model.code';
import { compareCode } from '../compare.code';
import { crossValidateCode } from '../cross-validate.code';
import { cutLayersCode } from '../cut-layers.code';
import { datasetCode } from '../dataset.code';
import { embedCode } from '../embed.code';
import { evaluateCode } from '../evaluate.code';
import { exportModelCode } from '../export-model.code';
import { filterClassesCode } from '../filter-classes.code';
import { fineTuneCode } from '../fine-tune.code';
import { freezeLayersCode } from '../freeze-layers.code';
import { newModelCode } from '../new-model.code';
import { predictCode } from '../predict.code';
import { registerModelCode } from '../register-model.code';
import { reinitialiseLayersCode } from '../reinitialise-layers.code';
import { sampleCode } from '../sample.code';
import { splitCode } from '../split.code';
import { trainCode } from '../train.code';
import { transferabilityCode } from '../transferability.code';
import { wordVectorsCode } from '../word-vectors.code';
import type { CodePart } from './code-part';

const PARTS: readonly CodePart[] = [
  datasetCode,
  filterClassesCode,
  sampleCode,
  splitCode,
  augmentCode,
  baseModelCode,
  newModelCode,
  wordVectorsCode,
  cutLayersCode,
  freezeLayersCode,
  reinitialiseLayersCode,
  addHeadCode,
  trainCode,
  fineTuneCode,
  evaluateCode,
  crossValidateCode,
  compareCode,
  transferabilityCode,
  embedCode,
  predictCode,
  registerModelCode,
  exportModelCode,
];

/** Node kinds that can be written as code; the others say so in a comment. */
export const codeParts: ReadonlyMap<string, CodePart> = new Map(
  PARTS.map((each) => [each.kind, each]),
);
