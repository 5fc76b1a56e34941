import {
  countExamples,
  defineNode,
  type DatasetSummary,
  type JsonObject,
  type NodeIssue,
} from '@graft/graph';
import { findSealed, unfreezeLastBlocks, type ModelSummary } from '@graft/model';
import { z } from 'zod';
import { checkTrainable, checkViews } from './check-training';
import { mayOverlap } from './data-parts';
import { checkInputFit, checkWords } from './fit-input';
import { checkLabels } from './fit-labels';
import { selectTrainingParams, trainingFields, trainingShape } from './training-params';
import { nameExamples } from './wording';

const LIMIT_SECONDS = 24 * 3600;

const params = z.strictObject({
  folds: z.int().min(2).max(10).default(5),
  repeats: z.int().min(1).max(10).default(1),
  validation: z.number().min(0).max(0.5).default(0.15),
  tryRates: z.array(z.number().min(1e-7).max(1)).max(5).default([]),
  tryEpochs: z.int().min(0).max(1000).default(0),
  fineTuneBlocks: z.int().min(0).max(1000).default(0),
  fineTuneEpochs: z.int().min(1).max(1000).default(5),
  fineTuneRate: z.number().min(1e-7).max(1).default(1e-4),
  topK: z.int().min(1).max(100).default(3),
  ...trainingShape,
});

type Params = z.infer<typeof params>;

export const crossValidateNode = defineNode({
  kind: 'cross-validate',
  version: 1,
  group: 'evaluate',
  title: 'Cross-validate',
  summary:
    'Trains and measures the model on every fold of the data, so that each example is tested once.',
  docs: `Divides the examples into folds. For each fold the model is trained anew on the others and measured on
this one, which it has never seen; the answers are pooled into one report. Early stopping, "keep best"
and the choice between learning rates look at a part that is held out from the training examples, never
at the tested fold.

**When**: under some thousand examples, where the test part of one split is too small to tell two models
apart; and before *Compare*, which needs the same folds from both sides. On a frozen base it is cheap:
the base runs once per example, whatever the folds and repeats.

**Typical**: 5 folds. More repeats divide the data anew and draw the weights anew, and so show how much
of a result is luck. A network without transfer deserves several learning rates to choose from. With
*fine-tune blocks* the last blocks of the base are trained too, after the head.

Source: Kohavi, "A study of cross-validation and bootstrap", IJCAI 1995; Kumar et al., "Fine-tuning can
distort pretrained features", ICLR 2022 (head first).`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    dataset: { type: 'dataset', title: 'Data set' },
  },
  outputs: { report: { type: 'report', title: 'Report' } },
  params,
  fields: {
    folds: { title: 'Folds', help: 'Into how many parts the examples are divided.' },
    repeats: {
      title: 'Repeats',
      help: 'How often everything is done, with other folds and other first weights.',
    },
    validation: {
      title: 'Validation',
      help: 'Share of the training examples of a fold that choices look at.',
      widget: 'slider',
      advanced: true,
    },
    tryRates: {
      title: 'Learning rates to try',
      help: 'The best one by the validation part is taken, in each fold anew. Empty: the learning rate below.',
      advanced: true,
    },
    tryEpochs: {
      title: 'Epochs to try',
      help: 'Each learning rate is tried for so many epochs, and the best one then trains from the start; 0 tries all epochs.',
      unit: 'epochs',
      advanced: true,
    },
    fineTuneBlocks: {
      title: 'Fine-tune blocks',
      help: 'How many of the last blocks of the base train after the head; 0 trains the head alone.',
      unit: 'blocks',
    },
    fineTuneEpochs: { title: 'Fine-tune epochs', help: 'Epochs of that second phase.' },
    fineTuneRate: {
      title: 'Fine-tune learning rate',
      help: 'Of the second phase: small, because these layers already know something.',
      widget: 'log-slider',
    },
    topK: {
      title: 'Top k',
      help: 'Also count an answer as right when it is among the k most likely.',
      advanced: true,
    },
    ...trainingFields,
  },
  check({ model, dataset }, chosen, context) {
    const fits = checkInputFit(dataset, model.spec.input, 'dataset', context);
    return [
      ...checkSealed(model, chosen, context.nodeId),
      ...checkViews(model.spec, dataset, 'dataset'),
      ...checkTrainable(prepareModel(model, chosen).spec),
      ...fits,
      ...checkWords(dataset, model.spec.input, 'dataset'),
      ...(fits.length > 0 ? [] : checkLabels(model, dataset, 'dataset', context)),
      ...checkPart(dataset.part),
      ...checkCounts(dataset.classes, chosen.folds, context.nodeId),
      ...checkLearned(model, dataset),
    ];
  },
  infer({ model, dataset }, { folds, repeats }, { nodeId }) {
    const count = nameExamples(countExamples(dataset), dataset.element);
    const times = repeats === 1 ? '' : `, ${repeats} times`;
    return {
      report: {
        type: 'report',
        source: { step: nodeId, output: 'report' },
        text: `${model.name} on ${count} in ${folds} folds${times}`,
      },
    };
  },
  step: {
    implementation: 4,
    resource: 'gpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
    stepParams: selectParams,
    reads: {
      model: 'model',
      data: ['dataset'],
      augmented: ['dataset'],
      precision: { parameter: 'precision', calibration: 'dataset' },
    },
    prepareModel,
  },
});

function checkSealed({ spec }: ModelSummary, chosen: Params, nodeId: string): NodeIssue[] {
  const sealed = findSealed(spec);
  if (sealed === undefined || chosen.fineTuneBlocks === 0) return [];
  return [
    {
      code: 'sealed',
      field: 'fineTuneBlocks',
      message: `"${sealed.name}" came as an ONNX file: its layers can't be unfrozen.`,
      fix: {
        title: 'Train the head only',
        setParams: [{ nodeId, params: { fineTuneBlocks: 0 } }],
      },
    },
  ];
}

function prepareModel(model: ModelSummary, { fineTuneBlocks }: Params): ModelSummary {
  return { ...model, spec: unfreezeLastBlocks(model.spec, fineTuneBlocks) };
}

/** Leaves out what is never looked at. */
function selectParams(chosen: Params): JsonObject {
  const { fineTuneEpochs, fineTuneRate, tryEpochs, ...rest } = chosen;
  return {
    ...selectTrainingParams(rest),
    ...(chosen.tryRates.length > 1 ? { tryEpochs } : {}),
    ...(chosen.fineTuneBlocks === 0 ? {} : { fineTuneEpochs, fineTuneRate }),
  };
}

function checkPart(part: string): NodeIssue[] {
  if (part !== 'test' && part !== 'validation') return [];
  return [
    {
      code: `${part}-part`,
      port: 'dataset',
      message: `Cross-validation trains on what it is given, and this is the ${part} part of a split. Wire the whole data set here, or the train part to keep the test part untouched.`,
    },
  ];
}

function checkCounts(
  classes: readonly { name: string; count: number }[],
  folds: number,
  nodeId: string,
): NodeIssue[] {
  const fewest = [...classes].sort((left, right) => left.count - right.count)[0];
  if (fewest === undefined || fewest.count >= folds) return [];
  if (fewest.count < 2) {
    return [
      {
        code: 'too-few',
        port: 'dataset',
        message: `"${fewest.name}" has ${fewest.count === 0 ? 'no example' : 'one example'}: a class needs at least two, one to learn from and one to test on. Add examples or drop the class.`,
      },
    ];
  }
  return [
    {
      code: 'fold-without-class',
      severity: 'warning',
      field: 'folds',
      message: `"${fewest.name}" has ${fewest.count} examples, so not every one of ${folds} folds tests it.`,
      fix: {
        title: `Use ${fewest.count} folds`,
        setParams: [{ nodeId, params: { folds: fewest.count } }],
      },
    },
  ];
}

/** A head that was trained on these very examples would know the tested fold. */
function checkLearned(
  { learnedFrom, name }: ModelSummary,
  { recipe }: DatasetSummary,
): NodeIssue[] {
  if (learnedFrom === undefined || !mayOverlap(learnedFrom, recipe)) return [];
  return [
    {
      code: 'learned-examples',
      severity: 'warning',
      port: 'model',
      message: `${name} was trained in this graph before it comes here, perhaps on examples that are tested here. Wire the model with its new head, before any training.`,
    },
  ];
}
