import { elementShapeSchema, NODE_GROUPS, PORT_TYPES } from '@graft/graph';
import { modelSpecSchema } from '@graft/model';
import { z } from 'zod';
import { classCountSchema } from './datasets';
import { defineRoute, jsonReply } from './route';

const portSchema = z.strictObject({
  type: z.enum(PORT_TYPES),
  title: z.string(),
  optional: z.boolean(),
  many: z.boolean(),
});

/** A node kind, as palette and form need it. */
export const nodeCardSchema = z.strictObject({
  kind: z.string(),
  version: z.int(),
  group: z.enum(NODE_GROUPS),
  title: z.string(),
  basic: z.boolean(),
  summary: z.string(),
  /** Markdown. */
  docs: z.string(),
  inputs: z.record(z.string(), portSchema),
  outputs: z.record(z.string(), portSchema),
  /** JSON Schema of the parameters, defaults included. */
  params: z.record(z.string(), z.unknown()),
  /** Title, help and widget of each field. */
  fields: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** True for a node that becomes a step of its own. */
  runs: z.boolean(),
  /** Its step can be ended early, and its learning rate changed, while it runs. */
  changeable: z.boolean(),
});

export const datasetCardSchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  digest: z.string(),
  element: elementShapeSchema,
  classes: z.array(classCountSchema),
  /** How far the words of each vocabulary cover a data set of texts. */
  coverage: z
    .array(z.strictObject({ vocabulary: z.string(), unknown: z.int(), texts: z.int() }))
    .optional(),
  /** Examples that have a near duplicate in it; missing where it is not known. */
  nearDuplicates: z.int().min(0).optional(),
});

/** A base model in short; its whole spec can hold hundreds of layers. */
export const baseSummarySchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  digest: z.string(),
  licence: z.string(),
  layers: z.int(),
  parameters: z.int(),
  input: z.string(),
  classes: z.int().nullable(),
  blocks: z.array(z.string()),
});

/** A base model with its layers: what is needed to work out what comes out of each node. */
export const baseSchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  digest: z.string(),
  licence: z.string(),
  spec: modelSpecSchema,
  origin: z.enum(['bundled', 'registered', 'imported']).optional(),
});

export const catalogRoutes = {
  getCatalog: defineRoute({
    method: 'GET',
    path: '/api/v1/catalog',
    summary: 'Node kinds, data sets and base models that graphs may use',
    policy: 'viewer',
    reply: jsonReply(
      z.strictObject({
        nodes: z.array(nodeCardSchema),
        datasets: z.array(datasetCardSchema),
        bases: z.array(baseSummarySchema),
      }),
    ),
  }),
  getBase: defineRoute({
    method: 'GET',
    path: '/api/v1/bases/:ref',
    summary: 'A base model with all its layers',
    policy: 'viewer',
    params: z.strictObject({ ref: z.string().min(1).max(100) }),
    reply: jsonReply(baseSchema),
  }),
};

export type NodeCard = z.infer<typeof nodeCardSchema>;
export type BaseSummary = z.infer<typeof baseSummarySchema>;
