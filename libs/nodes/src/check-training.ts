import { countExamples, type DatasetSummary, type NodeContext, type NodeIssue } from '@graft/graph';
import { findSealed, type ModelSpec, type ModelSummary } from '@graft/model';
import { mayOverlap } from './data-parts';
import { checkInputFit, checkWords } from './fit-input';
import { checkLabels } from './fit-labels';
import { insertSplit, takeOtherPort, withFix } from './rewire';
import { nameExamples } from './wording';

export interface TrainingInputs {
  readonly model: ModelSummary;
  readonly train: DatasetSummary;
  readonly validation: DatasetSummary;
}

/** What can be wrong with every node that trains, apart from what it trains. */
export function checkTrainingData(
  { model, train, validation }: TrainingInputs,
  context: NodeContext,
): NodeIssue[] {
  const fits = checkInputFit(train, model.spec.input, 'train', context);
  return [
    ...checkTrainPart(train, context),
    ...checkViews(model.spec, train, 'train'),
    ...checkValidationPart(train, validation, context),
    ...checkFilled(train, 'train'),
    ...checkFilled(validation, 'validation'),
    ...fits,
    ...checkWords(train, model.spec.input, 'train'),
    ...(fits.length > 0 ? [] : checkLabels(model, train, 'train', context)),
    ...checkSameClasses(train, validation),
  ];
}

/** A base that came as an ONNX file sees each view once, before training: there must be a number of them. */
export function checkViews(spec: ModelSpec, train: DatasetSummary, port: string): NodeIssue[] {
  const sealed = findSealed(spec);
  if (sealed === undefined || train.recipe.augmentation?.views !== 0) return [];
  return [
    {
      code: 'endless-views',
      port,
      message: `"${sealed.name}" came as an ONNX file and runs once for each view, but the augmentation makes new views in every epoch. Give the Augment node a number of views, such as 8.`,
    },
  ];
}

/** The Issue of a model in which training would change nothing. */
export function checkTrainable(spec: ModelSpec): NodeIssue[] {
  if (spec.layers.some((layer) => layer.trainable && layer.weights.length > 0)) return [];
  return [
    {
      code: 'nothing-trainable',
      port: 'model',
      message:
        'Every layer of the model is frozen, so training would change nothing. Freeze fewer layers, or add a new head.',
    },
  ];
}

function checkTrainPart(train: DatasetSummary, context: NodeContext): NodeIssue[] {
  if (train.part !== 'test' && train.part !== 'validation') return [];
  const fix = takeOtherPort(context, 'train', {
    from: train.part,
    to: 'train',
    title: 'Take the train part',
  });
  return [
    {
      code: `${train.part}-part`,
      port: 'train',
      message: `The ${train.part} part of a split is wired to training. A model must never learn from the examples that judge it: wire the train part here.`,
      ...withFix(fix),
    },
  ];
}

function checkValidationPart(
  train: DatasetSummary,
  validation: DatasetSummary,
  context: NodeContext,
): NodeIssue[] {
  const message = { test: TEST_AS_VALIDATION, train: TRAIN_AS_VALIDATION };
  const { part } = validation;
  if (part === 'test' || part === 'train') {
    const title = 'Take the validation part';
    const fix = takeOtherPort(context, 'validation', { from: part, to: 'validation', title });
    return [
      {
        code: part === 'test' ? 'test-part' : 'validates-on-train',
        severity: part === 'test' ? 'error' : 'warning',
        port: 'validation',
        message: message[part],
        ...withFix(fix),
      },
    ];
  }
  if (!mayOverlap(train.recipe, validation.recipe)) return [];
  return [
    {
      code: 'validates-on-train',
      severity: 'warning',
      port: 'validation',
      message: TRAIN_AS_VALIDATION,
      ...withFix(insertSplit(context)),
    },
  ];
}

const TEST_AS_VALIDATION =
  'The test part is wired to validation. Early stopping and "keep best" would choose by it, and the final report would be too good: wire the validation part here.';
const TRAIN_AS_VALIDATION =
  'Validation shares examples with training, so it can not show overfitting. Put a Split node before both and wire its validation part here.';

function checkFilled(dataset: DatasetSummary, port: string): NodeIssue[] {
  if (countExamples(dataset) > 0) return [];
  return [
    {
      code: 'empty',
      port,
      message: `There is no example in what is wired to ${port} (${nameExamples(0, dataset.element)}). Give that part of the split a larger fraction.`,
    },
  ];
}

function checkSameClasses(train: DatasetSummary, validation: DatasetSummary): NodeIssue[] {
  const [own, other] = [train, validation].map(({ classes }) => classes.map((each) => each.name));
  if (own?.join('\n') === other?.join('\n')) return [];
  return [
    {
      code: 'classes-differ',
      port: 'validation',
      message:
        'Train and validation have different classes. Filter before the split, so that all parts keep the same classes.',
    },
  ];
}
