import { defineNode, type JsonObject, type NodeIssue } from '@graft/graph';
import { findSealed, listBlocks, unfreezeLastBlocks, type ModelSummary } from '@graft/model';
import { z } from 'zod';
import { checkTrainable, checkTrainingData } from './check-training';
import { inferTraining } from './infer-training';
import {
  limitTraining,
  TRAINING_READS,
  selectTrainingParams,
  trainingFields,
  trainingShape,
} from './training-params';

/** Above this, pre-trained layers forget faster than they adapt. */
const HIGHEST_LEARNING_RATE = 1e-3;

const params = z.strictObject({
  unfreeze: z.enum(['last-blocks', 'all', 'gradual']).default('last-blocks'),
  blocks: z.int().min(1).max(1000).default(2),
  epochsPerBlock: z.int().min(1).max(100).default(2),
  depthDecay: z.number().gt(0).max(1).default(1),
  ...trainingShape,
  epochs: trainingShape.epochs.default(10),
  learningRate: trainingShape.learningRate.default(1e-4),
  schedule: trainingShape.schedule.default('cosine'),
  warmUp: trainingShape.warmUp.default(0.1),
});

type Params = z.infer<typeof params>;

export const fineTuneNode = defineNode({
  kind: 'fine-tune',
  version: 1,
  group: 'learn',
  title: 'Fine-tune',
  summary: 'Unfreezes the last blocks of the base and trains them gently.',
  docs: `The second phase of transfer learning: once the head is trained, the last blocks of the base are
unfrozen and adapt to the new data with a small learning rate. Batch normalisation keeps its stored
statistics. Nothing below the first unfrozen block gets a gradient, and it is computed only once per
example.

**When**: after *Train*, when the data differs from what the base has seen and there are some hundred
examples. Fine-tuning under an untrained head destroys what the base knows.

**Typical**: the last 2 blocks, 10 epochs, learning rate 1e-4 with 10 % warm-up and a cosine (1e-5
barely moves in so few steps). *Gradual* starts with the last block and unfreezes one more every few
epochs. A depth decay of 0.75 gives earlier blocks smaller steps.

Source: Howard and Ruder, "Universal language model fine-tuning for text classification", 2018
(gradual unfreezing, discriminative learning rates); Kumar et al., "Fine-tuning can distort pretrained
features", ICLR 2022 (head first).`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    train: { type: 'dataset', title: 'Train' },
    validation: { type: 'dataset', title: 'Validation' },
  },
  outputs: {
    model: { type: 'model', title: 'Fine-tuned' },
    history: { type: 'history', title: 'History' },
  },
  params,
  fields: {
    unfreeze: {
      title: 'Unfreeze',
      help: 'The last blocks at once, all layers, or gradually from the last block on.',
    },
    blocks: {
      title: 'Blocks',
      help: 'Last blocks: how many train. Gradual: how many train in the end.',
      unit: 'blocks',
    },
    epochsPerBlock: {
      title: 'Epochs a block',
      help: 'Gradual: epochs before the next block is unfrozen.',
      unit: 'epochs',
      advanced: true,
    },
    depthDecay: {
      title: 'Depth decay',
      help: 'The learning rate is multiplied by this for each block further from the head; 1 is off.',
      widget: 'slider',
      advanced: true,
    },
    ...trainingFields,
  },
  check(inputs, chosen, context) {
    return [
      ...checkSealed(inputs.model),
      ...checkTrainable(prepareModel(inputs.model, chosen).spec),
      ...checkPhase(inputs.model, chosen, context.nodeId),
      ...checkTrainingData(inputs, context),
    ];
  },
  infer(inputs, chosen, context) {
    return inferTraining(prepareModel(inputs.model, chosen), inputs, chosen, context);
  },
  step: {
    implementation: 4,
    resource: 'gpu',
    cacheable: true,
    searchesLearningRate: true,
    changeable: true,
    timeLimitSeconds: limitTraining,
    stepParams: selectParams,
    reads: TRAINING_READS,
    prepareModel,
  },
});

function prepareModel(model: ModelSummary, { unfreeze, blocks }: Params): ModelSummary {
  const count = unfreeze === 'all' ? listBlocks(model.spec).length : blocks;
  return { ...model, spec: unfreezeLastBlocks(model.spec, count) };
}

/** Leaves out what the chosen way of unfreezing never looks at. */
function selectParams(chosen: Params): JsonObject {
  const { epochsPerBlock, blocks, ...rest } = chosen;
  return {
    ...selectTrainingParams(rest),
    ...(chosen.unfreeze === 'all' ? {} : { blocks }),
    ...(chosen.unfreeze === 'gradual' ? { epochsPerBlock } : {}),
  };
}

function checkSealed({ spec }: ModelSummary): NodeIssue[] {
  const sealed = findSealed(spec);
  if (sealed === undefined) return [];
  return [
    {
      code: 'sealed',
      port: 'model',
      message: `"${sealed.name}" came as an ONNX file: its layers can't be unfrozen. Use a Train node for the head, or a base whose layers Graft knows.`,
    },
  ];
}

function checkPhase(model: ModelSummary, chosen: Params, nodeId: string): NodeIssue[] {
  const issues: NodeIssue[] = [];
  if (!model.trained) {
    issues.push({
      code: 'untrained-head',
      severity: 'warning',
      port: 'model',
      message:
        'The head of this model was never trained. Its large first gradients would destroy what the base knows: put a Train node with the base frozen before this one.',
    });
  }
  if (chosen.learningRate > HIGHEST_LEARNING_RATE) {
    issues.push({
      code: 'learning-rate',
      severity: 'warning',
      field: 'learningRate',
      message: `A learning rate of ${chosen.learningRate} is too large for layers that already know something. 1e-4 is usual.`,
      fix: { title: 'Use 1e-4', setParams: [{ nodeId, params: { learningRate: 1e-4 } }] },
    });
  }
  return [...issues, ...checkBlocks(model, chosen, nodeId)];
}

function checkBlocks(model: ModelSummary, chosen: Params, nodeId: string): NodeIssue[] {
  const blocks = listBlocks(model.spec);
  if (chosen.unfreeze === 'all' || chosen.blocks <= blocks.length || blocks.length === 0) return [];
  return [
    {
      code: 'more-than-there-is',
      severity: 'warning',
      field: 'blocks',
      message: `The model has ${blocks.length} blocks with weights; all of them are unfrozen.`,
      fix: {
        title: `Use ${blocks.length}`,
        setParams: [{ nodeId, params: { blocks: blocks.length } }],
      },
    },
  ];
}
