import {
  defineNode,
  findClosestName,
  type DatasetSummary,
  type NodeContext,
  type NodeIssue,
} from '@graft/graph';
import { z } from 'zod';
import { appendOperation } from './dataset-recipe';
import { listNames } from './wording';

const KIND = 'filter-classes';
const VERSION = 1;

const params = z.strictObject({
  mode: z.enum(['keep', 'drop']).default('drop'),
  classes: z.array(z.string().min(1).max(200)).max(10_000).default([]),
});

type Params = z.infer<typeof params>;

export const filterClassesNode = defineNode({
  kind: KIND,
  version: VERSION,
  group: 'data',
  title: 'Filter classes',
  summary: 'Keeps or drops whole classes.',
  docs: `Keeps only the named classes, or drops them. The label space shrinks and keeps its order, so a
head after it has exactly as many outputs as classes are left.

**When**: to leave out classes that are too small or wrongly labelled; to pre-train on some classes and
transfer to the others (digits 0-4, then 5-9).

**Typical**: at least two classes must be left.`,
  inputs: { dataset: { type: 'dataset', title: 'Data set' } },
  outputs: { dataset: { type: 'dataset', title: 'Filtered' } },
  params,
  fields: {
    mode: { title: 'Mode', help: 'Keep the named classes, or drop them and keep the others.' },
    classes: { title: 'Classes', help: 'Names of the classes.', widget: 'classes' },
  },
  check({ dataset }, chosen, context) {
    const names = dataset.classes.map((each) => each.name);
    const unknown = chosen.classes.filter((name) => !names.includes(name));
    if (unknown.length > 0) return [describeUnknown(unknown, names, chosen, context)];
    const left = keepNames(names, chosen);
    if (left.length >= 2) return [];
    return [
      {
        code: 'too-few-classes',
        field: 'classes',
        message: `Only ${left.length === 0 ? 'no class is' : `"${left[0] ?? ''}" is`} left of ${names.length}. At least two are needed: ${chosen.mode === 'keep' ? 'keep more' : 'drop fewer'}.`,
        fix: {
          title: 'Keep all classes',
          setParams: [{ nodeId: context.nodeId, params: { mode: 'drop', classes: [] } }],
        },
      },
    ];
  },
  infer({ dataset }, chosen) {
    return { dataset: filterSummary(dataset, chosen) };
  },
  data: {
    select(selection, chosen) {
      const classes = keepNames(selection.classes, chosen);
      const relabelled = new Map(classes.map((name, label) => [name, label]));
      const examples = selection.examples.flatMap((example) => {
        const name = selection.classes[example.label];
        const label = name === undefined ? undefined : relabelled.get(name);
        return label === undefined ? [] : [{ ...example, label }];
      });
      return { classes, examples };
    },
  },
});

function keepNames(names: readonly string[], { mode, classes }: Params): string[] {
  const named = new Set(classes);
  return names.filter((name) => named.has(name) === (mode === 'keep'));
}

function filterSummary(dataset: DatasetSummary, chosen: Params): DatasetSummary {
  const left = keepNames(
    dataset.classes.map((each) => each.name),
    chosen,
  );
  if (left.length === dataset.classes.length) return dataset;
  const named = new Set(left);
  // The recipe says what is kept, in the order of the label space: two ways to say the same
  // selection have one cache key.
  const operation = {
    kind: KIND,
    version: VERSION,
    params: { mode: 'keep', classes: left },
    port: 'dataset',
  };
  return appendOperation(dataset, operation, {
    classes: dataset.classes.filter((each) => named.has(each.name)),
  });
}

function describeUnknown(
  unknown: readonly string[],
  names: readonly string[],
  chosen: Params,
  { nodeId }: NodeContext,
): NodeIssue {
  const mended = chosen.classes.flatMap((name) => {
    if (names.includes(name)) return [name];
    const nearest = findClosestName(name, names);
    return nearest === undefined ? [] : [nearest];
  });
  return {
    code: 'unknown-class',
    field: 'classes',
    message: `The data set has no class ${listNames(unknown)}. Its classes: ${listNames(names, 12)}.`,
    fix: {
      title: mended.length === 0 ? 'Empty the list' : `Use ${listNames([...new Set(mended)])}`,
      setParams: [{ nodeId, params: { classes: [...new Set(mended)] } }],
    },
  };
}
