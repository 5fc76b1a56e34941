import type { AnyNodeDefinition, Catalogue } from '@graft/graph';
import { addHeadNode } from './add-head.node';
import { augmentNode } from './augment.node';
import { baseModelNode } from './base-model.node';
import { cutLayersNode } from './cut-layers.node';
import { datasetNode } from './dataset.node';
import { compareNode } from './compare.node';
import { crossValidateNode } from './cross-validate.node';
import { embedNode } from './embed.node';
import { evaluateNode } from './evaluate.node';
import { exportModelNode } from './export-model.node';
import { filterClassesNode } from './filter-classes.node';
import { fineTuneNode } from './fine-tune.node';
import { freezeLayersNode } from './freeze-layers.node';
import { newModelNode } from './new-model.node';
import { predictNode } from './predict.node';
import { registerModelNode } from './register-model.node';
import { reinitialiseLayersNode } from './reinitialise-layers.node';
import { sampleNode } from './sample.node';
import { splitNode } from './split.node';
import { transferabilityNode } from './transferability.node';
import { trainNode } from './train.node';
import { wordVectorsNode } from './word-vectors.node';

const DEFINITIONS: readonly AnyNodeDefinition[] = [
  datasetNode,
  filterClassesNode,
  sampleNode,
  splitNode,
  augmentNode,
  baseModelNode,
  wordVectorsNode,
  newModelNode,
  cutLayersNode,
  freezeLayersNode,
  reinitialiseLayersNode,
  addHeadNode,
  trainNode,
  fineTuneNode,
  evaluateNode,
  crossValidateNode,
  compareNode,
  transferabilityNode,
  embedNode,
  predictNode,
  registerModelNode,
  exportModelNode,
];

/** Every node kind there is, in the order of the palette. */
export const catalogue: Catalogue = new Map(DEFINITIONS.map((each) => [each.kind, each]));
