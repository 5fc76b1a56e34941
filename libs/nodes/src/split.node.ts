import {
  countExamples,
  defineNode,
  type DatasetSummary,
  type NodeContext,
  type NodeIssue,
} from '@graft/graph';
import { z } from 'zod';
import { appendOperation } from './dataset-recipe';
import { assignParts, countParts, SPLIT_PARTS, type SplitParams } from './split-parts';
import { listNames, nameExamples } from './wording';

const KIND = 'split';
const VERSION = 1;
const TOLERANCE = 1e-6;

const fractionSchema = z.number().min(0).max(1);

const params = z.strictObject({
  train: z.number().gt(0).max(1).default(0.7),
  validation: fractionSchema.default(0.15),
  test: fractionSchema.default(0.15),
  stratified: z.boolean().default(true),
  group: z.enum(['same-content', 'near-duplicates']).default('same-content'),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

export const splitNode = defineNode({
  kind: KIND,
  version: VERSION,
  group: 'data',
  title: 'Split',
  basic: true,
  summary: 'Divides a data set into train, validation and test parts.',
  docs: `Divides the examples at random. The model learns from **train**, choices such as early stopping
look at **validation**, and **test** is kept for the final report: it never reaches training.

**Stratified** (the default) gives every part the same mix of classes, each class rounded by largest
remainder. Examples with exactly the same content always land in the same part; with **keep together:
near duplicates** so do pictures that look alike, and the test asks for things of a new kind.

**When**: before anything is trained, and after filters and samples, so that all parts keep the same
classes.

**Typical**: 0.7 / 0.15 / 0.15. With few examples one split says little: repeat with several seeds and
look at mean and spread.

Source: Kohavi, "A study of cross-validation and bootstrap for accuracy estimation and model
selection", IJCAI 1995, on why to stratify.`,
  inputs: { dataset: { type: 'dataset', title: 'Data set' } },
  outputs: {
    train: { type: 'dataset', title: 'Train' },
    validation: { type: 'dataset', title: 'Validation' },
    test: { type: 'dataset', title: 'Test' },
  },
  params,
  fields: {
    train: { title: 'Train', help: 'Fraction to learn from.', widget: 'slider' },
    validation: {
      title: 'Validation',
      help: 'Fraction that early stopping and "keep best" look at.',
      widget: 'slider',
    },
    test: { title: 'Test', help: 'Fraction kept for the final report.', widget: 'slider' },
    stratified: {
      title: 'Stratified',
      help: 'The same mix of classes in every part.',
      advanced: true,
    },
    group: {
      title: 'Keep together',
      help: 'Only the same content, or also pictures that look nearly the same: twins in two parts make a report look too good.',
      advanced: true,
    },
    seed: { title: 'Seed', help: 'Another seed divides the examples differently.' },
  },
  check({ dataset }, chosen, context) {
    const wrong = [...checkSum(chosen, context), ...checkPart(dataset)];
    if (wrong.length > 0) return wrong;
    return [...checkTwins(dataset, chosen, context), ...checkClasses(dataset, chosen, context)];
  },
  infer({ dataset }, chosen) {
    const counts = countParts(
      dataset.classes.map((each) => each.count),
      chosen,
    );
    const [train, validation, test] = SPLIT_PARTS.map((part, index) =>
      appendOperation(
        dataset,
        { kind: KIND, version: VERSION, params: stateParams(chosen), port: part },
        {
          part,
          classes: dataset.classes.map(({ name }, label) => ({
            name,
            count: counts[label]?.[index] ?? 0,
          })),
        },
      ),
    );
    return { train: train ?? dataset, validation: validation ?? dataset, test: test ?? dataset };
  },
  data: {
    partitions: true,
    select(selection, chosen, port) {
      const parts = assignParts(selection, chosen);
      return {
        classes: selection.classes,
        examples: selection.examples.filter((example) => parts.get(example) === port),
      };
    },
  },
});

/** The default is left unsaid, so that recipes from before it still have their keys. */
function stateParams({ group, ...rest }: SplitParams) {
  return group === 'same-content' ? rest : { ...rest, group };
}

function checkSum(chosen: SplitParams, { nodeId }: NodeContext): NodeIssue[] {
  const sum = chosen.train + chosen.validation + chosen.test;
  if (Math.abs(sum - 1) <= TOLERANCE) return [];
  const [train, validation] = [chosen.train, chosen.validation].map(
    (fraction) => Math.round((fraction / sum) * 100) / 100,
  );
  const mended = { train: train ?? 0.7, validation: validation ?? 0.15 };
  const test = Math.max(0, Math.round((1 - mended.train - mended.validation) * 100) / 100);
  return [
    {
      code: 'sum',
      field: 'train',
      message: `Train, validation and test add up to ${Number(sum.toFixed(4))}; they must add up to 1.`,
      fix: {
        title: `Use ${mended.train} / ${mended.validation} / ${test}`,
        setParams: [{ nodeId, params: { ...mended, test } }],
      },
    },
  ];
}

function checkPart(dataset: DatasetSummary): NodeIssue[] {
  if (dataset.part === 'all' || dataset.part === 'train') return [];
  return [
    {
      code: 'part',
      port: 'dataset',
      message: `This is already the ${dataset.part} part of a split. Dividing it again would let examples that are kept for ${dataset.part === 'test' ? 'the final report' : 'choosing'} reach training: wire the whole data set here.`,
    },
  ];
}

/** Twins on both sides of a split let a model look as if it understood what it only remembers. */
function checkTwins(
  { nearDuplicates, element, name }: DatasetSummary,
  { group }: SplitParams,
  { nodeId }: NodeContext,
): NodeIssue[] {
  if (nearDuplicates === undefined || nearDuplicates === 0) return [];
  if (group === 'near-duplicates') return [];
  return [
    {
      code: 'near-duplicates',
      severity: 'warning',
      field: 'group',
      message: `${nameExamples(nearDuplicates, element)} of "${name}" look nearly like another one. Where such twins land in different parts, the report says how well the model remembers, not how well it does on something new.`,
      fix: {
        title: 'Keep near duplicates together',
        setParams: [{ nodeId, params: { group: 'near-duplicates' } }],
      },
    },
  ];
}

function checkClasses(
  dataset: DatasetSummary,
  chosen: SplitParams,
  context: NodeContext,
): NodeIssue[] {
  if (countExamples(dataset) === 0) {
    return [{ code: 'empty', port: 'dataset', message: 'There is no example to divide.' }];
  }
  const counts = countParts(
    dataset.classes.map((each) => each.count),
    chosen,
  );
  return SPLIT_PARTS.flatMap((part, index) => {
    const missing = dataset.classes.filter((_, label) => (counts[label]?.[index] ?? 0) === 0);
    if (chosen[part] === 0 || missing.length === 0) return [];
    const names = missing.map((each) => each.name);
    return [describeMissing(part, names, dataset, context)];
  });
}

function describeMissing(
  part: (typeof SPLIT_PARTS)[number],
  names: readonly string[],
  dataset: DatasetSummary,
  { nodeId, wires }: NodeContext,
): NodeIssue {
  const source = wires['dataset']?.[0];
  const left = dataset.classes.length - names.length;
  const to = { node: nodeId, port: 'dataset' };
  const filter = `${nodeId.slice(0, 50)}-classes`;
  return {
    code: 'class-missing',
    // A class that is never seen can't be learned; one that is never measured is only unmeasured.
    severity: part === 'train' ? 'error' : 'warning',
    port: part,
    message: `The ${part} part gets no example of ${listNames(names)}: there are too few. Give it a larger fraction, add examples, or drop ${names.length === 1 ? 'the class' : 'these classes'}.`,
    ...(source === undefined || left < 2
      ? {}
      : {
          fix: {
            title: `Drop ${listNames(names)}`,
            addNodes: [
              {
                id: filter,
                kind: 'filter-classes',
                version: 1,
                params: { mode: 'drop', classes: [...names] },
              },
            ],
            removeEdges: [{ from: source, to }],
            addEdges: [
              { from: source, to: { node: filter, port: 'dataset' } },
              { from: { node: filter, port: 'dataset' }, to },
            ],
          },
        }),
  };
}
