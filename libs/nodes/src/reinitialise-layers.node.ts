import { defineNode, type NodeIssue } from '@graft/graph';
import { listBlocks, reinitialiseFrom, type ModelSpec } from '@graft/model';
import { z } from 'zod';
import { checkSurgery } from './attempt-surgery';

const params = z.strictObject({
  mode: z.enum(['last-blocks', 'layer']).default('last-blocks'),
  blocks: z.int().min(1).max(1000).default(2),
  layer: z.string().max(128).default(''),
  initialiser: z
    .enum(['default', 'glorotUniform', 'glorotNormal', 'heNormal', 'heUniform'])
    .default('default'),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

type Params = z.infer<typeof params>;

export const reinitialiseLayersNode = defineNode({
  kind: 'reinitialise-layers',
  version: 1,
  group: 'model',
  title: 'Reinitialise layers',
  summary: 'Starts a layer and all after it from random weights.',
  docs: `Keeps the first layers and gives the later ones fresh random weights, so that they learn from your
data alone.

**When**: to measure how many layers are worth keeping: the classic experiment trains the same network
with the first n layers kept. Also when the late layers of the base are too specific.

**Typical**: the last two blocks. Reinitialised layers must be trainable, and train their own batch
statistics.

Source: Yosinski et al., "How transferable are features in deep neural networks?", 2014.`,
  inputs: { model: { type: 'model', title: 'Model' } },
  outputs: { model: { type: 'model', title: 'Reinitialised' } },
  params,
  fields: {
    mode: { title: 'From', help: 'The last blocks, or from a layer on.' },
    blocks: { title: 'Blocks', help: 'How many blocks at the end start anew.', unit: 'blocks' },
    layer: {
      title: 'From layer',
      help: 'First layer that starts anew, or a block: then its first layer.',
      widget: 'layer',
      alongside: { mode: 'layer' },
    },
    initialiser: {
      title: 'Initialiser',
      help: 'How kernels are drawn; default: as each layer class does.',
      advanced: true,
    },
    seed: { title: 'Seed', help: 'Another seed draws other weights.', advanced: true },
  },
  check({ model }, chosen, { nodeId }) {
    const failed = checkSurgery(() => reinitialise(model.spec, chosen), nodeId, 'layer');
    return failed.length > 0 ? failed : checkBlocks(model.spec, chosen, nodeId);
  },
  infer({ model }, chosen) {
    const spec = reinitialise(model.spec, chosen);
    const headTouched = spec.labels !== null && isOutputNew(spec);
    return { model: { ...model, spec, trained: model.trained && !headTouched } };
  },
});

function reinitialise(spec: ModelSpec, chosen: Params): ModelSpec {
  return reinitialiseFrom(spec, findFirst(spec, chosen), chosen.initialiser, chosen.seed);
}

/** The first layer to draw anew; an unknown name is passed on, so that it is refused by name. */
function findFirst(spec: ModelSpec, { mode, layer, blocks }: Params): string {
  if (mode === 'last-blocks') {
    const block = listBlocks(spec).at(-blocks) ?? listBlocks(spec)[0];
    return spec.layers.find((each) => each.block === block)?.name ?? layer;
  }
  if (spec.layers.some((each) => each.name === layer)) return layer;
  return spec.layers.find((each) => each.block === layer)?.name ?? layer;
}

function isOutputNew(spec: ModelSpec): boolean {
  const last = spec.layers.findLast((layer) => layer.weights.length > 0);
  return last?.weights.some((weight) => weight.source.kind === 'initialiser') ?? false;
}

function checkBlocks(spec: ModelSpec, chosen: Params, nodeId: string): NodeIssue[] {
  const count = listBlocks(spec).length;
  if (chosen.mode !== 'last-blocks' || chosen.blocks < count) return [];
  return [
    {
      code: 'nothing-kept',
      severity: 'warning',
      field: 'blocks',
      message: `The model has ${count} blocks with weights, so nothing of the base is kept. That is training from scratch.`,
      fix: {
        title: `Start ${Math.max(1, count - 1)} anew`,
        setParams: [{ nodeId, params: { blocks: Math.max(1, count - 1) } }],
      },
    },
  ];
}
