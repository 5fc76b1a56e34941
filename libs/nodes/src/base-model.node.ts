import { UnexpectedError } from '@graft/errors';
import { defineNode, findClosestName, type NodeContext, type NodeIssue } from '@graft/graph';
import type { BaseCard, ModelSpec } from '@graft/model';
import { z } from 'zod';
import { attemptSurgery, describeSurgery } from './attempt-surgery';
import { resizeInput } from './resize-input';
import { listNames } from './wording';

const params = z.strictObject({
  base: z.string().min(1).max(200).default('efficientnet-lite0'),
  inputSize: z.int().min(16).max(1024).nullable().default(null),
});

type Params = z.infer<typeof params>;

export const baseModelNode = defineNode({
  kind: 'base-model',
  version: 1,
  group: 'model',
  title: 'Base model',
  basic: true,
  summary: 'A model that has already learned from much data.',
  docs: `Brings a trained model into the graph, with its weights and with the way it wants its input:
pictures of any size, grey or RGB, are adapted automatically, and the wire says how.

**When**: nearly always; with less than some thousand examples a class, a model that starts from a base
beats one that starts from nothing. Usually followed by *Freeze layers* and *Add head*.

**Typical**: EfficientNet-Lite0 (ImageNet, 1,000 classes) at its own 224 x 224. A smaller input size is
faster (time goes with its square) and a little less accurate.

Source: Tan and Le, "EfficientNet", 2019; Kornblith et al., "Do better ImageNet models transfer
better?", 2019.`,
  inputs: {},
  outputs: { model: { type: 'model', title: 'Base' } },
  params,
  fields: {
    base: {
      title: 'Base model',
      help: 'From the catalogue, the registry or an import.',
      widget: 'base',
    },
    inputSize: {
      title: 'Input size',
      help: 'Height and width that pictures are resized to; empty: the size the base was trained on.',
      unit: 'pixels',
      advanced: true,
    },
  },
  check(_inputs, chosen, context) {
    const card = context.resources.find('base', chosen.base);
    if (card === undefined) return [describeMissing(chosen.base, context)];
    return [...checkWeights(card), ...checkSize(card, chosen, context)];
  },
  infer(_inputs, chosen, { resources }) {
    const card = resources.find('base', chosen.base);
    if (card === undefined) {
      throw new UnexpectedError({ code: 'base-model.missing', message: `No base ${chosen.base}.` });
    }
    const spec = sizeBase(card.spec, chosen.inputSize);
    return {
      model: {
        type: 'model',
        name: card.name,
        spec,
        trained: true,
        notes: describeSize(card, spec),
      },
    };
  },
});

/** A base for pictures of another size; others stay as they are. @throws UserError where it has no such size */
export function sizeBase(spec: ModelSpec, size: Params['inputSize']): ModelSpec {
  if (size === null || spec.input.kind !== 'image') return spec;
  return resizeInput(spec, spec.input, size);
}

function describeSize(card: BaseCard, spec: ModelSpec): string[] {
  const [made, used] = [card.spec.input, spec.input];
  if (made.kind !== 'image' || used.kind !== 'image' || made.height === used.height) return [];
  return [
    `${card.name} reads ${used.width} x ${used.height} instead of ${made.width} x ${made.height}`,
  ];
}

function describeMissing(ref: string, { nodeId, resources }: NodeContext): NodeIssue {
  const known = resources.list('base').map((card) => card.ref);
  const nearest = findClosestName(ref, known) ?? (known.length === 1 ? known[0] : undefined);
  return {
    code: 'missing',
    field: 'base',
    message: `There is no base model "${ref}". Known ones: ${listNames(known)}. Choose one of them, or import yours first.`,
    ...(nearest === undefined
      ? {}
      : { fix: { title: `Use "${nearest}"`, setParams: [{ nodeId, params: { base: nearest } }] } }),
  };
}

function checkWeights({ name, spec }: BaseCard): NodeIssue[] {
  const empty = spec.layers.find((layer) =>
    layer.weights.some((weight) => weight.source.kind === 'initialiser'),
  );
  if (empty === undefined) return [];
  return [
    {
      code: 'no-weights',
      field: 'base',
      message: `"${name}" has no trained weights for its layer "${empty.name}". Import it again with its weight files, or use a New model node.`,
    },
  ];
}

function checkSize(card: BaseCard, { inputSize }: Params, { nodeId }: NodeContext): NodeIssue[] {
  if (inputSize === null) return [];
  const fix = {
    title: 'Use the size of the base',
    setParams: [{ nodeId, params: { inputSize: null } }],
  };
  if (card.spec.input.kind !== 'image') {
    return [
      {
        code: 'no-pictures',
        field: 'inputSize',
        severity: 'warning',
        message: `"${card.name}" does not read pictures, so an input size has no effect.`,
        fix,
      },
    ];
  }
  const sized = attemptSurgery(() => sizeBase(card.spec, inputSize));
  return sized.ok ? [] : [{ ...describeSurgery(sized.error, nodeId, 'inputSize'), fix }];
}
