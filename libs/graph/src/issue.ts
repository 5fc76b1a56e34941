import { z } from 'zod';
import { graphEdgeSchema, graphNodeSchema, NODE_MODES } from './graph';
import { jsonSchema } from './json';

/** A change that mends an Issue with one click; the same shape for editor, CLI and API. */
export const fixSchema = z.strictObject({
  /** A verb phrase for the button: "Set classes from the data set". */
  title: z.string(),
  setParams: z
    .array(z.strictObject({ nodeId: z.string(), params: z.record(z.string(), jsonSchema) }))
    .optional(),
  /** `null`: the node runs again. */
  setModes: z
    .array(z.strictObject({ nodeId: z.string(), mode: z.enum(NODE_MODES).nullable() }))
    .optional(),
  addNodes: z.array(graphNodeSchema).optional(),
  addEdges: z.array(graphEdgeSchema).optional(),
  removeNodes: z.array(z.string()).optional(),
  removeEdges: z.array(graphEdgeSchema).optional(),
});

/** One problem found in a graph. Returned, never thrown; all of them at once. */
export const issueSchema = z.strictObject({
  /** Stable, dotted: `graph.cycle`, `cut-layers.unknown-layer`. */
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().optional(),
  /** Path of the node within the component `nodeId` that the problem is about: `head`, `tail/train`. */
  inside: z.string().optional(),
  port: z.string().optional(),
  /** Dotted path of the parameter: `hiddenUnits.0`. */
  field: z.string().optional(),
  /** What is wrong, where, and what to do. */
  message: z.string(),
  fix: fixSchema.optional(),
});

export type Fix = z.infer<typeof fixSchema>;
export type Issue = z.infer<typeof issueSchema>;

/** True when the graph can't be compiled. Warnings alone never stop a run. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}
