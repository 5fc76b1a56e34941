import { defineNode, type NodeIssue } from '@graft/graph';
import {
  findSealed,
  freezeLayers,
  listFrozenFresh,
  selectLayers,
  type FreezeSelection,
  type ModelSpec,
} from '@graft/model';
import { z } from 'zod';
import { attemptSurgery, describeSurgery } from './attempt-surgery';
import { listNames } from './wording';

const params = z.strictObject({
  mode: z.enum(['all', 'none', 'up-to-layer', 'all-but-last-blocks', 'pattern']).default('all'),
  layer: z.string().max(128).default(''),
  blocks: z.int().min(1).max(1000).default(2),
  pattern: z.string().max(200).default('block*'),
  statistics: z.enum(['kept', 'trained']).default('kept'),
});

type Params = z.infer<typeof params>;

export const freezeLayersNode = defineNode({
  kind: 'freeze-layers',
  version: 1,
  group: 'model',
  title: 'Freeze layers',
  basic: true,
  summary: 'Keeps what the base already knows: frozen layers do not learn.',
  docs: `Frozen layers keep their weights and run in inference mode: batch normalisation uses its stored
statistics and dropout does nothing. A head is never frozen by this node, so its place before or after
*Add head* makes no difference.

**When**: always in the first phase, when the head is new; its large first gradients would destroy the
base. What is frozen up to a point is computed once per example and reused.

**Typical**: all layers, with a few hundred examples; all but the last two blocks with some thousand.

**Batch normalisation**: *kept* (the default) uses the stored statistics even where its scale and offset
train; with small batches anything else is unstable. Layers that start from random values always train
theirs.

Source: the Keras guide "Transfer learning & fine-tuning".`,
  inputs: { model: { type: 'model', title: 'Model' } },
  outputs: { model: { type: 'model', title: 'Frozen' } },
  params,
  fields: {
    mode: { title: 'Freeze', help: 'Which layers keep their weights; the others train.' },
    layer: {
      title: 'Up to layer',
      help: 'This layer (or block) and all before it are frozen.',
      widget: 'layer',
      alongside: { mode: 'up-to-layer' },
    },
    blocks: { title: 'Trainable blocks', help: 'The last blocks that stay trainable.' },
    pattern: { title: 'Pattern', help: 'Names to freeze; * stands for any characters.' },
    statistics: {
      title: 'Batch normalisation',
      help: 'Whether trained layers keep their stored statistics while they learn.',
      advanced: true,
    },
  },
  check({ model }, chosen, { nodeId }) {
    const result = attemptSurgery(() => freeze(model.spec, chosen));
    if (result.ok) {
      return [...checkSealed(model.spec, chosen, nodeId), ...checkFresh(result.spec)];
    }
    const field = chosen.mode === 'pattern' ? 'pattern' : 'layer';
    return [describeSurgery(result.error, nodeId, field)];
  },
  infer({ model }, chosen) {
    return { model: { ...model, spec: freeze(model.spec, chosen) } };
  },
});

function freeze(spec: ModelSpec, chosen: Params): ModelSpec {
  return freezeLayers(spec, select(chosen), chosen.statistics);
}

function select({ mode, layer, blocks, pattern }: Params): FreezeSelection {
  switch (mode) {
    case 'up-to-layer':
      return { kind: 'upTo', layer };
    case 'all-but-last-blocks':
      return { kind: 'allButLastBlocks', count: blocks };
    case 'pattern':
      return { kind: 'pattern', pattern };
    default:
      return { kind: mode };
  }
}

/** A base that came as an ONNX file is always frozen, so a choice that frees it has no effect. */
function checkSealed(spec: ModelSpec, chosen: Params, nodeId: string): NodeIssue[] {
  const sealed = findSealed(spec);
  if (sealed === undefined || selectLayers(spec, select(chosen)).has(sealed.name)) return [];
  return [
    {
      code: 'sealed',
      field: 'mode',
      message: `"${sealed.name}" came as an ONNX file: Graft runs it as it is and can't train it. Freeze all layers, and train a head on what it gives.`,
      fix: { title: 'Freeze all layers', setParams: [{ nodeId, params: { mode: 'all' } }] },
    },
  ];
}

function checkFresh(spec: ModelSpec): NodeIssue[] {
  const fresh = listFrozenFresh(spec);
  if (fresh.length === 0) return [];
  return [
    {
      code: 'frozen-at-random',
      severity: 'warning',
      port: 'model',
      message: `${listNames(fresh, 3)} ${fresh.length === 1 ? 'is' : 'are'} frozen at random values and will never learn. Freeze only up to the layer before, unless you want random features to compare with.`,
    },
  ];
}
