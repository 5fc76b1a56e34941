import { defineNode, type DatasetSummary, type NodeContext, type NodeIssue } from '@graft/graph';
import {
  attachHead,
  collectAncestors,
  POOLINGS,
  type ModelSpec,
  type ModelSummary,
} from '@graft/model';
import { z } from 'zod';
import { checkSurgery } from './attempt-surgery';
import { checkInputFit, fitInput } from './fit-input';
import { listNames } from './wording';

const params = z.strictObject({
  classes: z.array(z.string().min(1).max(200)).max(10_000).default([]),
  start: z.enum(['new', 'old-classifier']).default('new'),
  pooling: z.enum(POOLINGS).default('auto'),
  hiddenUnits: z.array(z.int().min(1).max(8192)).max(8).default([]),
  dropout: z.number().min(0).lt(1).default(0.2),
  attachAt: z.string().max(128).default(''),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

type Params = z.infer<typeof params>;

export const addHeadNode = defineNode({
  kind: 'add-head',
  version: 1,
  group: 'model',
  title: 'Add head',
  basic: true,
  summary: 'A new classifier for your classes on top of the base.',
  docs: `Drops the classifier that the base came with and attaches a new one at the base's feature layer
(\`avg_pool\` for EfficientNet): pooling if needed, hidden layers if wanted, dropout, and one output for
each class. With **start: old classifier** nothing is dropped: the classifier that the base has learned
answers with your classes from now on, if there are as many, and learns on from there.

**When**: whenever the base shall answer with your classes. Wire the data set, and the classes follow
it; or name them here.

**Typical**: no hidden layer and dropout 0.2 with some hundred examples; one hidden layer of 128 to 512
units with some thousand. An old classifier for other classes has to unlearn first: a new one usually
starts better.

Source: the Keras guide "Transfer learning & fine-tuning"; the TensorFlow.js example
mnist-transfer-cnn, which keeps its old dense layers.`,
  inputs: {
    model: { type: 'model', title: 'Base' },
    dataset: { type: 'dataset', title: 'Classes from', optional: true },
  },
  outputs: { model: { type: 'model', title: 'With head' } },
  params,
  fields: {
    classes: {
      title: 'Classes',
      help: 'Names of the classes in order; empty: those of the wired data set.',
      widget: 'classes',
    },
    start: {
      title: 'Start',
      help: 'New weights, or those of the old classifier where it has as many classes.',
      advanced: true,
    },
    pooling: {
      title: 'Pooling',
      help: 'How a map of features becomes one row; auto averages a map.',
      advanced: true,
    },
    hiddenUnits: {
      title: 'Hidden layers',
      help: 'Units of each hidden layer, from the base on; none for a linear classifier.',
    },
    dropout: {
      title: 'Dropout',
      help: 'Share of features left out at random while training, against overfitting.',
      widget: 'slider',
    },
    attachAt: {
      title: 'Attach at',
      help: 'Layer that the head reads, or a block: then its last layer. Empty: the feature layer of the base.',
      widget: 'layer',
      advanced: true,
    },
    seed: { title: 'Seed', help: 'Another seed draws other initial weights.', advanced: true },
  },
  check({ model, dataset }, chosen, context) {
    const classes = chooseClasses(dataset, chosen);
    if (classes.length === 0) return [NO_CLASSES];
    if (chosen.start === 'old-classifier')
      return checkOldClassifier(model, classes, dataset, context);
    const field = chosen.attachAt === '' ? 'pooling' : 'attachAt';
    return [
      ...(dataset === undefined
        ? []
        : checkInputFit(dataset, model.spec.input, 'dataset', context)),
      ...checkClasses(dataset, chosen, context),
      ...checkSurgery(() => attach(model.spec, classes, chosen), context.nodeId, field),
    ];
  },
  infer({ model, dataset }, chosen, context) {
    return { model: inferHead(model, dataset, chosen, context) };
  },
});

const NO_CLASSES: NodeIssue = {
  code: 'no-classes',
  port: 'dataset',
  field: 'classes',
  message:
    'The head does not know which classes to answer with. Wire a data set to it, or name the classes.',
};

function chooseClasses(dataset: DatasetSummary | undefined, { classes }: Params): string[] {
  if (classes.length > 0) return classes;
  return dataset?.classes.map((each) => each.name) ?? [];
}

function attach(spec: ModelSpec, labels: readonly string[], chosen: Params): ModelSpec {
  const { pooling, hiddenUnits, dropout, seed, attachAt } = chosen;
  return attachHead(spec, {
    pooling,
    hiddenUnits,
    dropout,
    labels,
    seed,
    ...(attachAt === '' ? {} : { attachAt }),
  });
}

/** The old classifier under the names of other classes; null where it has another number of them. */
function renameClasses(spec: ModelSpec, labels: readonly string[]): ModelSpec | null {
  const output = spec.layers.find(({ name }) => name === spec.output);
  const fits = output?.class === 'Dense' && output.outputShape.join() === String(labels.length);
  return fits ? { ...spec, labels: [...labels] } : null;
}

function checkOldClassifier(
  model: ModelSummary,
  classes: readonly string[],
  dataset: DatasetSummary | undefined,
  context: NodeContext,
): NodeIssue[] {
  if (renameClasses(model.spec, classes) !== null) {
    return dataset === undefined
      ? []
      : checkInputFit(dataset, model.spec.input, 'dataset', context);
  }
  return [
    {
      code: 'no-old-classifier',
      field: 'start',
      message: `${model.name} does not end in a classifier for ${classes.length} classes whose weights could be kept.`,
      fix: {
        title: 'Start with new weights',
        setParams: [{ nodeId: context.nodeId, params: { start: 'new' } }],
      },
    },
  ];
}

function inferHead(
  model: ModelSummary,
  dataset: DatasetSummary | undefined,
  chosen: Params,
  { nodeId, wires }: NodeContext,
): ModelSummary {
  const classes = chooseClasses(dataset, chosen);
  const renamed = chosen.start === 'new' ? null : renameClasses(model.spec, classes);
  if (renamed !== null) {
    const note = `the old classifier answers with ${listNames(classes, 3)} from now on`;
    const head = { node: nodeId, data: wires['dataset']?.[0] ?? null };
    return { ...model, spec: renamed, notes: [...new Set([...model.notes, note])], head };
  }
  const spec = attach(model.spec, classes, chosen);
  const kept = collectAncestors(model.spec, [spec.featureLayer ?? spec.output]);
  const dropped = model.spec.layers.filter((layer) => !kept.has(layer.name));
  const fit = dataset === undefined ? undefined : fitInput(dataset.element, spec.input);
  const notes = [
    ...model.notes,
    ...(dropped.length === 0
      ? []
      : [`the old classifier is dropped (${dropped.map((layer) => layer.name).join(', ')})`]),
    ...(fit?.fits ? fit.notes : []),
  ];
  return {
    type: 'model',
    name: model.name,
    spec,
    trained: false,
    notes: [...new Set(notes)],
    head: { node: nodeId, data: wires['dataset']?.[0] ?? null },
  };
}

function checkClasses(
  dataset: DatasetSummary | undefined,
  { classes }: Params,
  { nodeId }: NodeContext,
): NodeIssue[] {
  if (dataset === undefined || classes.length === 0) return [];
  const wired = dataset.classes.map((each) => each.name);
  if (wired.length === classes.length && wired.every((name, at) => name === classes[at])) return [];
  return [
    {
      code: 'classes-differ',
      field: 'classes',
      message: `The named classes (${listNames(classes, 3)}) are not those of the wired data set (${listNames(wired, 3)}).`,
      fix: {
        title: 'Take the classes of the data set',
        setParams: [{ nodeId, params: { classes: [] } }],
      },
    },
  ];
}
