import { issueSchema, jsonSchema } from '@graft/graph';
import { CODE_LANGUAGES } from '@graft/model';
import { MAX_REPEATS } from '@graft/plan';
import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { defineRoute, GRAPH_LIMIT, jsonBody, jsonReply } from './route';

/** Any JSON is taken: what is wrong with it comes back as Issues. */
const anyGraphSchema = z
  .unknown()
  .meta({ description: 'A document in the format graft.graph/1; problems are answered as Issues' });

/** `node.param` -> value, as in `split.seed`. */
export const overridesSchema = z.record(z.string().max(200), jsonSchema);

/** Of runs and steps that wait, those of the highest priority go first. */
export const prioritySchema = z.enum(['low', 'normal', 'high']);

/** Which settings are tried; see docs/run-options.md. */
export const variationSchema = z.strictObject({
  /** `node.param`; null only repeats. */
  field: z.string().max(200).nullable().default(null),
  values: z.array(jsonSchema).max(100).default([]),
  repeats: z.int().min(1).max(MAX_REPEATS).default(1),
  /** When all have ended, evaluate the best one on the test part and register it. */
  registerBest: z.boolean().default(false),
});

/**
 * What to run: a graph or the draft of a pipeline, with some parameters changed. A run with a parent
 * goes on from it: what has ended well there is reused. Without a graph of its own it runs that of
 * its parent, with the parent's changes of parameters below its own.
 */
export const runSourceSchema = z
  .strictObject({
    graph: anyGraphSchema.optional(),
    pipelineId: idSchema.optional(),
    /** Pipeline that `graph` is edited in: a run of it belongs there, and reasons compare with the last one there. */
    editedIn: idSchema.optional(),
    parentId: idSchema.optional(),
    overrides: overridesSchema.default({}),
    /**
     * Id of a node that trains, or its path inside a component: search a learning rate for it instead of
     * running everything.
     */
    findLearningRate: z.string().min(1).max(200).optional(),
    /** Try settings of a training and compare them, instead of running everything. */
    vary: variationSchema.optional(),
    /** Nodes that run again although their results are there, with all that comes after them. */
    rerun: z.union([z.literal('all'), z.array(z.string().max(200)).max(500)]).default([]),
    priority: prioritySchema.default('normal'),
  })
  .refine(
    ({ graph, pipelineId, parentId }) =>
      graph === undefined
        ? pipelineId !== undefined || parentId !== undefined
        : pipelineId === undefined,
    { message: 'give either graph or pipelineId, or a parentId alone' },
  )
  .refine(({ graph, editedIn }) => graph !== undefined || editedIn === undefined, {
    message: 'editedIn says where a graph is edited: give the graph, too',
  })
  .refine(({ findLearningRate, vary }) => findLearningRate === undefined || vary === undefined, {
    message: 'give either findLearningRate or vary',
  });

/** What a node gives out, in words, by port. */
export const nodeSummarySchema = z.strictObject({
  nodeId: z.string(),
  outputs: z.record(z.string(), z.string()),
});

export const validationSchema = z.strictObject({
  issues: z.array(issueSchema),
  summaries: z.array(nodeSummarySchema),
});

export const plannedStepSchema = z.strictObject({
  stepId: z.string(),
  /**
   * The node that asked for the step, by its path (`head/train`) where it is inside a component; null
   * for a step that the compiler added.
   */
  node: z.string().nullable(),
  kind: z.string(),
  /** `wait`: another run computes the same right now, and its result is taken. */
  decision: z.enum(['hit', 'resume', 'wait', 'run']),
  /** Epoch from which a resumed step goes on. */
  epoch: z.int().nullable(),
  /** When what is reused was computed. */
  since: timeSchema.nullable(),
  /** Why, in words. */
  reason: z.string(),
  /** What a person should know of how it runs: what is adapted, cached, left out. */
  notes: z.array(z.string()),
});

export const leftOutSchema = z.strictObject({
  node: z.string(),
  kind: z.string(),
  /** `behind`: it depends on a muted node. */
  how: z.enum(['muted', 'behind', 'bypassed']),
  /** Why, in words. */
  reason: z.string(),
});

export const runPlanSchema = z.strictObject({
  issues: z.array(issueSchema),
  /** Null when the graph has errors. */
  planDigest: z.string().nullable(),
  steps: z.array(plannedStepSchema),
  /** Nodes of the graph that have no part in the run, in the order of the graph. */
  leftOut: z.array(leftOutSchema),
});

export const writtenCodeSchema = z.strictObject({
  /** Errors of the graph alone, or what of it is not in the program, each with its reason. */
  issues: z.array(issueSchema),
  /** The program first, then the list of its examples; none when the graph has errors. */
  files: z.array(z.strictObject({ name: z.string(), text: z.string() })),
});

export const graphRoutes = {
  validateGraph: defineRoute({
    method: 'POST',
    path: '/api/v1/graphs/validate',
    summary: 'Everything wrong with a graph, and what each node gives out',
    policy: 'viewer',
    audit: false,
    body: jsonBody(z.strictObject({ graph: anyGraphSchema }), GRAPH_LIMIT),
    reply: jsonReply(validationSchema),
  }),
  writeCode: defineRoute({
    method: 'POST',
    path: '/api/v1/graphs/code',
    summary: 'A graph as a program that does the same without Graft, and the list of its examples',
    policy: 'viewer',
    audit: false,
    body: jsonBody(
      z.strictObject({ graph: anyGraphSchema, language: z.enum(CODE_LANGUAGES).default('keras') }),
      GRAPH_LIMIT,
    ),
    reply: jsonReply(writtenCodeSchema),
  }),
  planRun: defineRoute({
    method: 'POST',
    path: '/api/v1/runs/plan',
    summary: 'What a run would do: reuse, resume or run each step, and why',
    policy: 'viewer',
    audit: false,
    body: jsonBody(runSourceSchema, GRAPH_LIMIT),
    reply: jsonReply(runPlanSchema),
  }),
};

export type WrittenCodeView = z.infer<typeof writtenCodeSchema>;
