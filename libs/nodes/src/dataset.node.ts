import { UnexpectedError } from '@graft/errors';
import {
  countExamples,
  defineNode,
  FEW_EXAMPLES,
  findClosestName,
  type DatasetCard,
  type NodeContext,
  type NodeIssue,
} from '@graft/graph';
import { z } from 'zod';
import { listNames } from './wording';

/** Above this ratio of the largest to the smallest class, plain accuracy misleads. */
const MOST_IMBALANCE = 10;

const params = z.strictObject({
  dataset: z.string().min(1).max(200).default('emoji-objects'),
});

export const datasetNode = defineNode({
  kind: 'dataset',
  version: 1,
  group: 'data',
  title: 'Data set',
  basic: true,
  summary: 'Labelled pictures, texts or vectors to learn from.',
  docs: `Brings a bundled or uploaded data set into the graph. Every example has one label; the order of
the classes is the order of the model's answers.

**When**: the first node of nearly every pipeline, usually followed by *Split*.

**Typical sizes**: transfer learning works from about 20 examples a class; 100 a class is comfortable.
Fewer than that calls for several seeds, because one split says little.

Uploads: a zip with one folder a class, or a CSV with the columns \`text,label\`.`,
  inputs: {},
  outputs: { dataset: { type: 'dataset', title: 'Data set' } },
  params,
  fields: {
    dataset: {
      title: 'Data set',
      help: 'Name of a bundled or uploaded data set.',
      widget: 'dataset',
    },
  },
  check(_inputs, { dataset }, context) {
    const card = context.resources.find('dataset', dataset);
    return card === undefined ? [describeMissing(dataset, context)] : checkCard(card);
  },
  infer(_inputs, { dataset }, { resources }) {
    const card = resources.find('dataset', dataset);
    if (card === undefined) {
      throw new UnexpectedError({ code: 'dataset.missing', message: `No data set ${dataset}.` });
    }
    const { name, element, classes, digest, coverage, nearDuplicates } = card;
    const recipe = { dataset: digest, operations: [] };
    const known = {
      ...(coverage === undefined ? {} : { coverage }),
      ...(nearDuplicates === undefined ? {} : { nearDuplicates }),
    };
    return { dataset: { type: 'dataset', name, element, classes, part: 'all', recipe, ...known } };
  },
});

function describeMissing(ref: string, { nodeId, resources }: NodeContext): NodeIssue {
  const known = resources.list('dataset').map((card) => card.ref);
  const nearest = findClosestName(ref, known) ?? (known.length === 1 ? known[0] : undefined);
  return {
    code: 'missing',
    field: 'dataset',
    message: `There is no data set "${ref}". Known ones: ${listNames(known)}. Choose one of them, or import yours first.`,
    ...(nearest === undefined
      ? {}
      : {
          fix: {
            title: `Use "${nearest}"`,
            setParams: [{ nodeId, params: { dataset: nearest } }],
          },
        }),
  };
}

function checkCard(card: DatasetCard): NodeIssue[] {
  const filled = card.classes.filter((each) => each.count > 0);
  if (countExamples(card) === 0) {
    return [
      {
        code: 'empty',
        field: 'dataset',
        message: `The data set "${card.name}" holds no example. Import it again and look at the list of skipped files.`,
      },
    ];
  }
  if (filled.length < 2) {
    return [
      {
        code: 'one-class',
        field: 'dataset',
        message: `The data set "${card.name}" has examples of one class only (${listNames(filled.map((each) => each.name))}). Telling classes apart needs at least two: put each class in a folder of its own.`,
      },
    ];
  }
  return [...checkCounts(card), ...checkBalance(card)];
}

function checkCounts({ name, classes }: DatasetCard): NodeIssue[] {
  const few = classes.filter(({ count }) => count < FEW_EXAMPLES);
  if (few.length === 0) return [];
  const named = listNames(few.map((each) => `${each.name} (${each.count})`));
  return [
    {
      code: 'few-examples',
      severity: 'warning',
      field: 'dataset',
      message: `In "${name}", ${few.length === 1 ? 'a class has' : `${few.length} classes have`} fewer than ${FEW_EXAMPLES} examples: ${named}. One split then differs much from the next: add examples, leave the class out with a Filter classes node, or judge by a Cross-validate node.`,
    },
  ];
}

function checkBalance({ name, classes }: DatasetCard): NodeIssue[] {
  const ordered = [...classes].sort((a, b) => b.count - a.count);
  const [largest, smallest] = [ordered[0], ordered.at(-1)];
  if (largest === undefined || smallest === undefined) return [];
  if (largest.count <= MOST_IMBALANCE * smallest.count) return [];
  return [
    {
      code: 'imbalance',
      severity: 'warning',
      field: 'dataset',
      message: `In "${name}", "${largest.name}" has ${largest.count} examples and "${smallest.name}" has ${smallest.count}. A model may ignore the rare class: set class weights to "balanced" in the train node, or even the classes out with a Sample node.`,
    },
  ];
}
