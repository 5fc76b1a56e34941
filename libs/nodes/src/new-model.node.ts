import { UserError } from '@graft/errors';
import { defineNode, type DatasetSummary, type ElementShape } from '@graft/graph';
import {
  buildDigitsCnn,
  buildMlp,
  buildSmallCnn,
  createSpec,
  findFeatureLayer,
  nameBlock,
  type InputSpec,
  type ModelSpec,
} from '@graft/model';
import { z } from 'zod';
import { checkSurgery } from './attempt-surgery';
import { fitInput } from './fit-input';

/** Pictures of varying size are brought to this one; large ones of one size to the largest. */
const USUAL_SIZE = 64;
const LARGEST_SIZE = 128;
/** Pixels 0 to 255 become -1 to 1. */
const HALF_RANGE = 127.5;

const layerSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/),
  class: z.string().min(1).max(64),
  config: z.record(z.string(), z.json()).default({}),
});

const params = z.strictObject({
  preset: z.enum(['small-cnn', 'digits-cnn', 'mlp', 'layers']).default('small-cnn'),
  inputSize: z.int().min(8).max(512).nullable().default(null),
  hiddenUnits: z.array(z.int().min(1).max(8192)).min(1).max(8).default([128]),
  layers: z.array(layerSchema).max(200).default([]),
  seed: z.int().min(1).max(2_147_483_647).default(1),
});

type Params = z.infer<typeof params>;

const TITLES = {
  'small-cnn': 'Small CNN',
  'digits-cnn': 'Digits CNN',
  mlp: 'MLP',
  layers: 'Own layers',
} as const;

export const newModelNode = defineNode({
  kind: 'new-model',
  version: 1,
  group: 'model',
  title: 'New model',
  summary: 'A network with random weights, to learn from nothing.',
  docs: `Builds a small network without classifier; add a head to it. Its input follows the wired data set:
colour or grey pictures, or vectors.

**When**: to see what transfer is worth (the same data from scratch), or to pre-train a base of your own
when no base fits.

**Typical**: *Small CNN* on 64 x 64 pictures: up to four blocks of convolution, batch normalisation,
ReLU and pooling. *Digits CNN* is the network of the Keras example mnist_transfer_cnn. *MLP* is for
vectors. *Own layers* takes a table: each row reads the one before, and what does not fit is named. For
texts use *Word vectors* with *Start: random*.

Source: the Keras example mnist_transfer_cnn (Chollet); Ioffe and Szegedy, "Batch normalization", 2015.`,
  inputs: { dataset: { type: 'dataset', title: 'Input from', optional: true } },
  outputs: { model: { type: 'model', title: 'New model' } },
  params,
  fields: {
    preset: { title: 'Network', help: 'A ready-made network, or a table of layers.' },
    inputSize: {
      title: 'Input size',
      help: 'Height and width that pictures are resized to; empty: their own, 128 at most.',
      unit: 'pixels',
    },
    hiddenUnits: { title: 'Hidden layers', help: 'MLP: units of each hidden layer.' },
    layers: {
      title: 'Layers',
      help: 'Own layers: name, class and configuration of each.',
      advanced: true,
    },
    seed: { title: 'Seed', help: 'Another seed draws other initial weights.', advanced: true },
  },
  check({ dataset }, chosen, { nodeId }) {
    if (dataset?.element.kind === 'text') return [describeText(dataset)];
    const field = chosen.preset === 'layers' ? 'layers' : 'preset';
    return checkSurgery(() => build(chosen, dataset?.element), nodeId, field);
  },
  infer({ dataset }, chosen) {
    const spec = build(chosen, dataset?.element);
    const fit = dataset === undefined ? undefined : fitInput(dataset.element, spec.input);
    return {
      model: {
        type: 'model',
        name: TITLES[chosen.preset],
        spec,
        trained: false,
        notes: fit?.fits ? fit.notes : [],
      },
    };
  },
});

function build(chosen: Params, element: ElementShape | undefined): ModelSpec {
  const input = chooseInput(element, chosen.inputSize);
  switch (chosen.preset) {
    case 'small-cnn':
      return buildSmallCnn(requireImage(input), chosen.seed);
    case 'digits-cnn':
      return buildDigitsCnn(requireImage(input), chosen.seed);
    case 'mlp':
      return buildMlp(input, chosen.hiddenUnits, chosen.seed);
    case 'layers':
      return buildTable(input, chosen);
  }
}

function buildTable(input: InputSpec, { layers, seed }: Params): ModelSpec {
  if (layers.length === 0) {
    throw new UserError({
      code: 'model.nothing_left',
      message: 'The table of layers is empty. Add at least one layer.',
    });
  }
  const spec = createSpec(
    input,
    layers.map((layer) => ({ ...layer, block: nameBlock(layer.name), seed })),
  );
  return { ...spec, featureLayer: findFeatureLayer(spec) };
}

type FlatInput = Extract<InputSpec, { kind: 'image' | 'vector' }>;

function chooseInput(element: ElementShape | undefined, size: number | null): FlatInput {
  if (element?.kind === 'vector') return { kind: 'vector', size: element.size };
  const image = element?.kind === 'image' ? element : undefined;
  const own = Math.max(image?.height ?? 0, image?.width ?? 0);
  const varies = image === undefined || image.height === null || image.width === null;
  const side = size ?? (varies ? USUAL_SIZE : Math.min(own, LARGEST_SIZE));
  return {
    kind: 'image',
    height: side,
    width: side,
    channels: image?.channels ?? 3,
    mean: HALF_RANGE,
    scale: HALF_RANGE,
  };
}

function requireImage(input: FlatInput): Extract<FlatInput, { kind: 'image' }> {
  if (input.kind === 'image') return input;
  throw new UserError({
    code: 'model.no_pictures',
    message: `A convolutional network reads pictures, but the data set holds vectors of ${input.size} numbers. Use the MLP.`,
    details: { closest: 'mlp' },
  });
}

function describeText(dataset: DatasetSummary): {
  code: string;
  port: string;
  message: string;
} {
  return {
    code: 'input-mismatch',
    port: 'dataset',
    message: `The data set "${dataset.name}" holds texts, and these networks read pictures or vectors. Use a Word vectors node that starts from random vectors, or a data set of pictures.`,
  };
}
