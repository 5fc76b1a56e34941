import { defineNode } from '@graft/graph';
import { cutAfter, resolveLayer, type LayerReference, type ModelSpec } from '@graft/model';
import { z } from 'zod';
import { checkSurgery } from './attempt-surgery';

const params = z.strictObject({
  mode: z.enum(['layer', 'index', 'last']).default('last'),
  layer: z.string().max(128).default(''),
  index: z.int().min(1).max(100_000).default(1),
  last: z.int().min(1).max(100_000).default(1),
});

type Params = z.infer<typeof params>;

const FIELDS = { layer: 'layer', index: 'index', last: 'last' } as const;

export const cutLayersNode = defineNode({
  kind: 'cut-layers',
  version: 1,
  group: 'model',
  title: 'Cut layers',
  summary: 'Keeps the first layers of a model and drops the rest.',
  docs: `Keeps a model up to a layer and everything that layer depends on. What is dropped costs nothing any
more, and a head added afterwards reads the output of the cut.

**When**: early layers see edges and textures, late ones whole objects of the data the base was trained
on. If your pictures look very different, an earlier cut may transfer better.

**Typical**: after a whole block. A cut inside a branch is refused, with the nearest layer where it is
possible.

Source: Yosinski et al., "How transferable are features in deep neural networks?", 2014.`,
  inputs: { model: { type: 'model', title: 'Model' } },
  outputs: { model: { type: 'model', title: 'Cut model' } },
  params,
  fields: {
    mode: {
      title: 'Keep',
      help: 'Up to a layer or block by name, up to a position, or all but the last layers.',
    },
    layer: {
      title: 'Layer',
      help: 'Last layer to keep, or a block: then its last layer.',
      widget: 'layer',
      alongside: { mode: 'layer' },
    },
    index: { title: 'Position', help: 'Position of the last layer to keep; the input is 0.' },
    last: { title: 'Remove', help: 'How many layers to remove from the end.', unit: 'layers' },
  },
  check({ model }, chosen, { nodeId }) {
    return checkSurgery(() => cut(model.spec, chosen), nodeId, FIELDS[chosen.mode]);
  },
  infer({ model }, chosen) {
    const spec = cut(model.spec, chosen);
    const dropped = model.spec.layers.length - spec.layers.length;
    return {
      model: {
        ...model,
        spec,
        notes: [...model.notes, `${dropped} layers after "${spec.output}" are dropped`],
      },
    };
  },
});

function cut(spec: ModelSpec, chosen: Params): ModelSpec {
  return cutAfter(spec, resolveLayer(spec, refer(chosen)).name);
}

function refer({ mode, layer, index, last }: Params): LayerReference {
  if (mode === 'layer') return layer;
  return mode === 'index' ? index : { lastRemoved: last };
}
