import { modelSpecSchema } from '@graft/model';
import { jsonSchema, workerLabelSchema } from '@graft/graph';
import { z } from 'zod';

export const PLAN_FORMAT = 'graft.plan/1';
/** Raised when the workflow reads plans differently; a run keeps the one it started with. */
export const INTERPRETER_VERSION = 2;

export const dataRecipeSchema = z.strictObject({
  dataset: z.string(),
  operations: z.array(
    z.strictObject({
      kind: z.string(),
      version: z.int(),
      params: z.record(z.string(), jsonSchema),
      port: z.string(),
    }),
  ),
  augmentation: z
    .strictObject({
      views: z.int().min(0),
      seed: z.int().min(1),
      change: z.strictObject({
        flip: z.boolean(),
        rotate: z.number(),
        zoom: z.number(),
        shift: z.number(),
        brightness: z.number(),
        contrast: z.number(),
      }),
    })
    .optional(),
});

export const outputRefSchema = z.strictObject({ step: z.string(), output: z.string() });

/** How a step reads cached features instead of running the frozen prefix. */
export const featureUseSchema = z.strictObject({
  /** Names of the layers whose outputs cross the cut: the feature is the tuple of their tensors. */
  cut: z.array(z.string()).min(1),
  /** For each data port, the step that extracts its features. */
  steps: z.record(z.string(), z.string()),
});

export const stepSchema = z.strictObject({
  /** `<kind>-<first 12 hex digits of key>`: equal work has equal ids and is done once. */
  id: z.string(),
  kind: z.string(),
  implementation: z.int(),
  /** Identity of the result: see docs/adr/0002-cache-keys.md. */
  key: z.string(),
  resource: z.enum(['io', 'cpu', 'gpu']),
  cacheable: z.boolean(),
  timeLimitSeconds: z.number().positive(),
  params: z.record(z.string(), jsonSchema),
  /** Model port -> digest of a spec in `models` of the plan. */
  models: z.record(z.string(), z.string()),
  /** Data port -> recipe, applied by the step. */
  data: z.record(z.string(), dataRecipeSchema),
  /** Other ports -> outputs of earlier steps. */
  artifacts: z.record(z.string(), z.array(outputRefSchema)),
  features: featureUseSchema.optional(),
  /** The step reads and adds rows of the feature cache under this key. */
  rowKey: z.string().optional(),
  /** Steps that must have succeeded, sorted. */
  needs: z.array(z.string()),
  /** A worker that runs it has all of these labels; no part of its key. Sorted, each once. */
  workerLabels: z.array(workerLabelSchema).min(1).optional(),
});

/** Immutable result of compiling a graph. Holds no labels or positions; its digest is its identity. */
export const planSchema = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  interpreter: z.int(),
  /** Topological order; ties by id. */
  steps: z.array(stepSchema),
  /** Specs by digest, each once. */
  models: z.record(z.string(), modelSpecSchema),
});

export type FeatureUse = z.infer<typeof featureUseSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Plan = z.infer<typeof planSchema>;

/**
 * The least interpreter that does all that these steps ask for: 2 where labels are asked for, which older workers
 * would not heed.
 */
export function chooseInterpreter(steps: readonly Step[]): number {
  return steps.some(({ workerLabels }) => workerLabels !== undefined) ? INTERPRETER_VERSION : 1;
}
