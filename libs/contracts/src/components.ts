import { graphComponentSchema, jsonSchema, MAX_COMPONENTS } from '@graft/graph';
import { z } from 'zod';
import {
  countedSchema,
  countedTextSchema,
  idSchema,
  nameSchema,
  pageQuerySchema,
  timeSchema,
} from './common';
import { defineRoute, emptyReply, GRAPH_LIMIT, jsonBody, jsonReply } from './route';

const componentParamsSchema = z.strictObject({ componentId: idSchema });

export const componentSummarySchema = z.strictObject({
  componentId: idSchema,
  name: z.string(),
  /** Number of its newest version. */
  version: countedSchema,
  updatedAt: timeSchema,
});

/**
 * One version. What is stored stays as it was saved, also when a newer Graft finds fault with it: the
 * version itself, and then the components that it needs.
 */
export const componentVersionSchema = componentSummarySchema.extend({
  /** Its own number. */
  version: countedSchema,
  components: jsonSchema,
});

/**
 * What becomes a version: the drawing, and then the components that it needs. The kind and the title of
 * the first are given by Graft.
 */
const drawnSchema = z.array(graphComponentSchema).min(1).max(MAX_COMPONENTS);

const path = '/api/v1/components';

export const componentRoutes = {
  listComponents: defineRoute({
    method: 'GET',
    path,
    summary: 'Components of the workspace, by name',
    policy: 'viewer',
    query: pageQuerySchema,
    reply: jsonReply(z.strictObject({ components: z.array(componentSummarySchema) })),
  }),
  createComponent: defineRoute({
    method: 'POST',
    path,
    summary: 'Keep nodes as a component; this is its version 1',
    policy: 'editor',
    body: jsonBody(z.strictObject({ name: nameSchema, components: drawnSchema }), GRAPH_LIMIT),
    idempotent: 'by-reply',
    reply: jsonReply(componentVersionSchema, 201),
  }),
  addComponentVersion: defineRoute({
    method: 'POST',
    path: `${path}/:componentId/versions`,
    summary:
      'Keep nodes as the next version of a component; refused when somebody else kept one in between',
    policy: 'editor',
    params: componentParamsSchema,
    body: jsonBody(
      z.strictObject({
        /** The newest version that was known; another one answers 409 `version.conflict`. */
        after: countedSchema,
        components: drawnSchema,
      }),
      GRAPH_LIMIT,
    ),
    idempotent: 'by-reply',
    reply: jsonReply(componentVersionSchema, 201),
  }),
  getComponentVersion: defineRoute({
    method: 'GET',
    path: `${path}/:componentId/versions/:version`,
    summary: 'A version of a component, with the components that it needs',
    policy: 'viewer',
    params: componentParamsSchema.extend({ version: countedTextSchema }),
    reply: jsonReply(componentVersionSchema),
  }),
  renameComponent: defineRoute({
    method: 'PUT',
    path: `${path}/:componentId`,
    summary: 'Give a component another name; its versions keep the title that they had',
    policy: 'editor',
    params: componentParamsSchema,
    body: jsonBody(z.strictObject({ name: nameSchema })),
    reply: jsonReply(componentSummarySchema),
  }),
  deleteComponent: defineRoute({
    method: 'DELETE',
    path: `${path}/:componentId`,
    summary: 'Delete a component; graphs that use it hold what they need and run as before',
    policy: 'editor',
    params: componentParamsSchema,
    reply: emptyReply,
  }),
};

export type ComponentSummary = z.infer<typeof componentSummarySchema>;
