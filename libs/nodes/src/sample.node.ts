import { createRandom, defineNode, shuffle, type ExampleRow } from '@graft/graph';
import { z } from 'zod';
import { appendOperation } from './dataset-recipe';
import { compareText } from './compare-text';
import { listNames } from './wording';

const KIND = 'sample';
const VERSION = 1;

const params = z.strictObject({
  perClass: z.int().min(1).max(1_000_000).default(100),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

export const sampleNode = defineNode({
  kind: KIND,
  version: VERSION,
  group: 'data',
  title: 'Sample',
  summary: 'Takes at most n examples of each class.',
  docs: `Draws n examples of each class at random, always the same ones for the same seed. A class with
fewer gives all it has.

**When**: to see how a method does with few examples, to even classes out, or to try a graph quickly.

**Typical**: 5 to 20 a class for a few-shot question (repeat over seeds: below 20 the choice of the
examples matters more than the method), 100 and more for everyday work.`,
  inputs: { dataset: { type: 'dataset', title: 'Data set' } },
  outputs: { dataset: { type: 'dataset', title: 'Sample' } },
  params,
  fields: {
    perClass: { title: 'Examples a class', help: 'At most this many of each class.' },
    seed: { title: 'Seed', help: 'Another seed draws other examples.', advanced: true },
  },
  check({ dataset }, { perClass }, { nodeId }) {
    const short = dataset.classes.filter((each) => each.count < perClass);
    if (short.length === 0) return [];
    const smallest = Math.max(1, Math.min(...short.map((each) => each.count)));
    return [
      {
        code: 'more-than-there-is',
        severity: 'warning',
        field: 'perClass',
        message: `${listNames(short.map((each) => each.name))} ${short.length === 1 ? 'has' : 'have'} fewer than ${perClass} examples (the smallest class ${smallest}); all of them are taken.`,
        fix: {
          title: `Take ${smallest} of each`,
          setParams: [{ nodeId, params: { perClass: smallest } }],
        },
      },
    ];
  },
  infer({ dataset }, chosen) {
    const operation = { kind: KIND, version: VERSION, params: chosen, port: 'dataset' };
    const classes = dataset.classes.map(({ name, count }) => ({
      name,
      count: Math.min(count, chosen.perClass),
    }));
    return { dataset: appendOperation(dataset, operation, { classes }) };
  },
  data: {
    select({ classes, examples }, { perClass, seed }) {
      const taken = new Set(
        classes.flatMap((name, label) =>
          shuffle(
            examples.filter((example) => example.label === label).sort(byIdentity),
            createRandom(seed, KIND, name),
          ).slice(0, perClass),
        ),
      );
      return { classes, examples: examples.filter((example) => taken.has(example)) };
    },
  },
});

/** The draw must not depend on the order in which examples were imported. */
function byIdentity(a: ExampleRow, b: ExampleRow): number {
  return compareText(a.sha256, b.sha256) || compareText(a.name, b.name);
}
