import { UnexpectedError } from '@graft/errors';
import { defineNode, findClosestName, type NodeContext, type NodeIssue } from '@graft/graph';
import { buildWordVectors, type BaseCard, type ModelSpec, type WeightSource } from '@graft/model';
import { z } from 'zod';
import { listNames } from './wording';

const params = z.strictObject({
  vectors: z.string().min(1).max(200).default('glove-6b-100d-20k'),
  start: z.enum(['pre-trained', 'random']).default('pre-trained'),
  trainable: z.boolean().default(false),
  pooling: z.enum(['masked-mean', 'convolution']).default('masked-mean'),
  length: z.int().min(1).max(1024).default(32),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

type Params = z.infer<typeof params>;

export const wordVectorsNode = defineNode({
  kind: 'word-vectors',
  version: 1,
  group: 'model',
  title: 'Word vectors',
  summary: 'A base for texts: words that are used alike have similar vectors.',
  docs: `A base model for texts. Each word becomes a vector that was learned from billions of words, and the
vectors of a text become one row: their mean, or the strongest answers of a small convolution. Add a
head to it, as to a base for pictures. Case and punctuation do not matter; words that the vectors do not
know are left out.

**When**: short texts and some hundred to some thousand examples. *Start: random* with *trainable* is the
same network without transfer, to compare with.

**Typical**: frozen vectors, masked mean, and a linear head learn fast and need little data; trained
vectors gain some points with some hundred examples a class. On emoji-names (1,314 names, 9 classes; means
of five splits, \`npm run bench text-transfer\`): 0.71 frozen, 0.74 trained too, 0.60 from random vectors,
which is what counts of words tell. The mean leaves padding out: a plain mean over 32 places gives 0.27.

Source: Pennington et al., "GloVe: Global vectors for word representation", 2014; Kim, "Convolutional
neural networks for sentence classification", 2014.`,
  inputs: {},
  outputs: { model: { type: 'model', title: 'Word vectors' } },
  params,
  fields: {
    vectors: { title: 'Vectors', help: 'Word vectors of the catalogue.', widget: 'base' },
    start: {
      title: 'Start',
      help: 'From what was learned before, or from random vectors for the same words.',
    },
    trainable: {
      title: 'Trainable',
      help: 'Whether the vectors learn too; off keeps them as they are.',
    },
    pooling: {
      title: 'Pooling',
      help: 'How the words of a text become one row; the mean leaves padding out.',
    },
    length: {
      title: 'Length',
      help: 'Known words that are read of each text; the rest is cut off.',
      unit: 'words',
      advanced: true,
    },
    seed: { title: 'Seed', help: 'Another seed draws other random weights.', advanced: true },
  },
  check(_inputs, chosen, context) {
    const card = context.resources.find('base', chosen.vectors);
    if (card === undefined || findTable(card.spec) === undefined) {
      return [describeMissing(chosen.vectors, card, context)];
    }
    return chosen.start === 'random' && !chosen.trainable ? [describeRandom(context)] : [];
  },
  infer(_inputs, chosen, { resources }) {
    const card = resources.find('base', chosen.vectors);
    const table = card && findTable(card.spec);
    if (card === undefined || table === undefined) {
      throw new UnexpectedError({
        code: 'word-vectors.missing',
        message: `No word vectors ${chosen.vectors}.`,
      });
    }
    const { name } = card;
    return {
      model: {
        type: 'model',
        name: chosen.start === 'random' ? `${name}, random` : name,
        spec: build(table, chosen),
        trained: false,
        notes: [`${table.words.toLocaleString('en')} words are known; others are left out`],
      },
    };
  },
});

interface WordTable {
  readonly vocabulary: string;
  readonly words: number;
  readonly dimensions: number;
  readonly source: WeightSource;
}

/** The table of vectors of a base for texts. */
function findTable({ input, layers }: ModelSpec): WordTable | undefined {
  const [weight] = layers.find((layer) => layer.class === 'Embedding')?.weights ?? [];
  const [words, dimensions] = weight?.shape ?? [];
  if (input.kind !== 'tokens' || words === undefined || dimensions === undefined) return undefined;
  return weight && { vocabulary: input.vocabulary, words, dimensions, source: weight.source };
}

function build({ source, ...table }: WordTable, chosen: Params): ModelSpec {
  const { pooling, length, trainable, seed } = chosen;
  const vectors = chosen.start === 'random' ? null : source;
  return buildWordVectors({ ...table, vectors, pooling, length, trainable, seed });
}

function describeMissing(
  ref: string,
  card: BaseCard | undefined,
  { nodeId, resources }: NodeContext,
): NodeIssue {
  const known = resources
    .list('base')
    .flatMap((each) => (findTable(each.spec) === undefined ? [] : [each.ref]));
  const nearest = findClosestName(ref, known) ?? (known.length === 1 ? known[0] : undefined);
  const what = card === undefined ? `There are no word vectors "${ref}"` : `"${ref}" has no words`;
  return {
    code: 'missing',
    field: 'vectors',
    message: `${what}. Known word vectors: ${listNames(known)}.`,
    ...(nearest === undefined
      ? {}
      : {
          fix: {
            title: `Use "${nearest}"`,
            setParams: [{ nodeId, params: { vectors: nearest } }],
          },
        }),
  };
}

function describeRandom({ nodeId }: NodeContext): NodeIssue {
  return {
    code: 'frozen-at-random',
    severity: 'warning',
    field: 'trainable',
    message:
      'Random vectors that do not learn tell words apart but not what they mean. Let them learn, unless you want random features to compare with.',
    fix: { title: 'Let them learn', setParams: [{ nodeId, params: { trainable: true } }] },
  };
}
