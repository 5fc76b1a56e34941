import { modelSpecSchema } from '@graft/model';
import { jsonSchema } from '@graft/graph';
import { z } from 'zod';
import { artifactSchema, stepOutputsSchema } from './artifact';
import { stepSchema } from './plan';

/** See docs/adr/0003-engine-protocol.md. Supervisor and engine must agree on it. */
export const ENGINE_PROTOCOL = 2;

/** One committed checkpoint: a single safetensors file that holds tensors, cursor and history. */
export const checkpointRefSchema = z.strictObject({
  seq: z.int().min(1),
  epoch: z.int().min(0),
  batch: z.int().min(0),
  digest: z.string(),
});

/** Everything a step may read. The engine has no database, network or credentials. */
export const startMessageSchema = z.strictObject({
  type: z.literal('start'),
  protocol: z.literal(ENGINE_PROTOCOL),
  runId: z.string(),
  step: stepSchema,
  /** Specs that the step's model ports name. One that is not here is among the files. */
  models: z.record(z.string(), modelSpecSchema),
  /** Outputs of the steps it needs. */
  outputs: z.record(z.string(), stepOutputsSchema),
  /** Digest -> readable local file: weights, manifests and packs, artifacts, shards, checkpoint. */
  files: z.record(z.string(), z.string()),
  /** Shards of the feature cache that hold rows of `step.rowKey`. */
  shards: z.array(z.string()),
  resume: checkpointRefSchema.nullable(),
  /** Folder that is the engine's alone; removed by the supervisor. */
  scratch: z.string(),
  /** Pinned, so that a resume is bit-identical. */
  threads: z.int().min(1),
  checkpoint: z.strictObject({
    /** At an epoch end, not sooner than this after the last one. */
    minSeconds: z.number(),
    /** Within an epoch, at the latest after this. */
    maxSeconds: z.number(),
    /** How long a worker lasts on average: with the cost of a checkpoint it gives the interval. */
    meanSecondsBetweenFailures: z.number(),
  }),
  /** What has been asked of the course so far; what was obeyed before the checkpoint is in that. */
  course: z.strictObject({
    finishEarly: z.boolean(),
    learningRate: z
      .strictObject({ version: z.int().min(1), value: z.number().positive() })
      .nullable(),
    /** Each batch is computed in this many parts whose gradients are added up. */
    microBatches: z.int().min(1),
  }),
});

/** Messages from the supervisor to a running engine. */
export const engineCommandSchema = z.discriminatedUnion('type', [
  startMessageSchema,
  z.strictObject({ type: z.literal('checkpoint-now') }),
  z.strictObject({ type: z.literal('stop'), mode: z.enum(['pause', 'finish', 'cancel']) }),
  z.strictObject({
    type: z.literal('set-learning-rate'),
    version: z.int().min(1),
    value: z.number().positive(),
  }),
]);

export const progressSchema = z.strictObject({
  /** In words: "epoch 3 of 20", "612 of 704 pictures". */
  text: z.string(),
  /** 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** Null until a rate is known. */
  secondsLeft: z.number().nullable(),
  epoch: z.int().optional(),
  batch: z.int().optional(),
});

/** One row of a history. Row 0 is before the first step: train values are null there. */
export const historyRowSchema = z.strictObject({
  epoch: z.int().min(0),
  step: z.int().min(0),
  learningRate: z.number(),
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  seconds: z.number(),
});

/** An effect that the supervisor carries out in the committing transaction, exactly once. */
export const effectSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('register-model'),
    name: z.string(),
    notes: z.string(),
    /** Output of this step that holds the self-contained model. */
    output: z.string(),
    metrics: z.record(z.string(), jsonSchema),
  }),
]);

/** A file the engine wrote in its scratch folder, offered as an output. */
export const offeredFileSchema = z.strictObject({
  kind: artifactSchema.shape.kind,
  /** Relative to the scratch folder. */
  path: z.string(),
  /** Existing blobs that belong to it. */
  parts: z.array(z.string()).optional(),
});

/** Messages from the engine to its supervisor. */
export const engineMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ready'),
    protocol: z.literal(ENGINE_PROTOCOL),
    pid: z.int(),
  }),
  z.strictObject({ type: z.literal('progress'), progress: progressSchema }),
  z.strictObject({ type: z.literal('metrics'), rows: z.array(historyRowSchema) }),
  z.strictObject({
    type: z.literal('checkpoint'),
    seq: z.int().min(1),
    epoch: z.int().min(0),
    batch: z.int().min(0),
    path: z.string(),
  }),
  /** What a person should know of how the step runs. */
  z.strictObject({
    type: z.literal('note'),
    level: z.enum(['info', 'warning']),
    /** Stable, dotted. */
    code: z.string(),
    message: z.string(),
  }),
  /** New rows of the feature cache: put and recorded at once, so that a kill loses none of them. */
  z.strictObject({ type: z.literal('rows'), path: z.string(), examples: z.array(z.string()) }),
  z.strictObject({
    type: z.literal('done'),
    outputs: z.record(z.string(), offeredFileSchema),
    summary: z.record(z.string(), jsonSchema),
    effects: z.array(effectSchema),
    /** Backend, device, library versions, threads: provenance, not part of any key. */
    provenance: z.record(z.string(), jsonSchema),
    /** How it ended: only a `complete` result is what its key says, and is published under it. */
    ended: z.enum(['complete', 'changed', 'finished-early']),
  }),
  z.strictObject({ type: z.literal('stopped'), mode: z.enum(['pause', 'cancel']) }),
  z.strictObject({
    type: z.literal('failed'),
    errorClass: z.enum(['user', 'operational', 'unexpected', 'resource']),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), jsonSchema),
  }),
]);

export type StartMessage = z.infer<typeof startMessageSchema>;
export type EngineCourse = StartMessage['course'];
export type EngineCommand = z.infer<typeof engineCommandSchema>;
export type EngineMessage = z.infer<typeof engineMessageSchema>;
export type Progress = z.infer<typeof progressSchema>;
export type HistoryRow = z.infer<typeof historyRowSchema>;
export type Effect = z.infer<typeof effectSchema>;
export type CheckpointRef = z.infer<typeof checkpointRefSchema>;
