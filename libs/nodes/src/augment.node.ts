import { defineNode, type Augmentation, type DatasetSummary } from '@graft/graph';
import { z } from 'zod';

const share = z.number().min(0).max(0.9).default(0.1);

const params = z.strictObject({
  flip: z.enum(['auto', 'on', 'off']).default('auto'),
  rotate: z.number().min(0).max(180).default(10),
  zoom: share,
  shift: share,
  brightness: share,
  contrast: share,
  views: z.int().min(0).max(64).default(8),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

type Params = z.infer<typeof params>;

export const augmentNode = defineNode({
  kind: 'augment',
  version: 1,
  group: 'data',
  title: 'Augment',
  summary: 'Shows changed copies of the pictures while training.',
  docs: `Mirrors, turns, zooms, shifts, brightens the pictures a little, each time differently, so that a model
learns what does not matter. Acts on what a training node reads at its port *Train*, and on what each fold
of *Cross-validate* learns from, wherever in the graph it is wired: validation, test and evaluation always
see the pictures as they are.

**Views**: each picture has this many views, the picture itself among them; an epoch shows one of them,
and after as many epochs as there are views each was shown once. Features of a frozen base are computed
once for each view, so a frozen base with 8 views costs eight extractions and not one an epoch. 0 draws
a new view in every epoch; then features can not be stored.

**When**: few pictures, and changes that do not change the class. *Flip: auto* mirrors pictures in
colour and leaves grey ones (digits, letters) as they are.

**Typical**: 10 degrees, 10 % zoom, shift, brightness and contrast, 8 views. With a frozen base and a
linear head it often changes little; it helps most when layers of the base train, or from scratch.

Source: Shorten and Khoshgoftaar, "A survey on image data augmentation for deep learning", 2019; the
Keras guide "Transfer learning & fine-tuning" (several cached copies).`,
  inputs: { dataset: { type: 'dataset', title: 'Data set' } },
  outputs: { dataset: { type: 'dataset', title: 'Augmented' } },
  params,
  fields: {
    flip: { title: 'Flip', help: 'Mirror half of the pictures; auto: those in colour.' },
    rotate: { title: 'Rotate', help: 'Turned by up to this, either way.', unit: 'degrees' },
    zoom: { title: 'Zoom', help: 'Larger or smaller by up to this share.', widget: 'slider' },
    shift: { title: 'Shift', help: 'Moved by up to this share of the size.', widget: 'slider' },
    brightness: {
      title: 'Brightness',
      help: 'Brighter or darker by up to this share of the range.',
      widget: 'slider',
    },
    contrast: {
      title: 'Contrast',
      help: 'More or less contrast by up to this share.',
      widget: 'slider',
    },
    views: {
      title: 'Views',
      help: 'Views of each picture, itself included; 0 draws a new one every epoch.',
    },
    seed: { title: 'Seed', help: 'Another seed changes the pictures differently.', advanced: true },
  },
  check({ dataset }, chosen, { nodeId }) {
    if (dataset.element.kind !== 'image') {
      return [
        {
          code: 'not-pictures',
          port: 'dataset',
          message: `"${dataset.name}" holds no pictures, and only pictures can be turned or mirrored. Take this node out.`,
        },
      ];
    }
    if (dataset.part === 'validation' || dataset.part === 'test') {
      return [
        {
          code: 'no-effect',
          severity: 'warning',
          port: 'dataset',
          message: `This is the ${dataset.part} part, and only training sees changed pictures. Put this node on the way to the port "Train".`,
        },
      ];
    }
    if (chosen.views !== 1) return [];
    return [
      {
        code: 'one-view',
        severity: 'warning',
        field: 'views',
        message: 'One view is the picture itself, so nothing is changed.',
        fix: { title: 'Use 8 views', setParams: [{ nodeId, params: { views: 8 } }] },
      },
    ];
  },
  infer({ dataset }, chosen) {
    return { dataset: augment(dataset, chosen) };
  },
});

function augment(dataset: DatasetSummary, chosen: Params): DatasetSummary {
  if (dataset.part === 'validation' || dataset.part === 'test' || chosen.views === 1)
    return dataset;
  const { flip, views, seed, ...rest } = chosen;
  const grey = dataset.element.kind === 'image' && dataset.element.channels === 1;
  const mirrors = flip === 'auto' ? !grey : flip === 'on';
  const augmentation: Augmentation = { views, seed, change: { ...rest, flip: mirrors } };
  return { ...dataset, recipe: { ...dataset.recipe, augmentation } };
}
