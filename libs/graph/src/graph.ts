import { z } from 'zod';
import { jsonSchema } from './json';

export const GRAPH_FORMAT = 'graft.graph/1';
/** A plan of 500 nodes stays below 4,096 workflow events, so a run never continues as new. */
export const MAX_NODES = 500;
export const MAX_EDGES = 2000;
export const MAX_NOTES = 200;
export const MAX_EXPOSED = 50;
export const MAX_NOTE_LENGTH = 4000;
export const MAX_FRAMES = 100;
export const MAX_FRAME_TITLE = 120;
export const FRAME_COLOURS = ['grey', 'blue', 'green', 'amber', 'violet', 'red'] as const;
export type FrameColour = (typeof FRAME_COLOURS)[number];
export const MAX_COMPONENTS = 100;
export const MAX_COMPONENT_PORTS = 50;
export const MAX_COMPONENT_PARAMS = 50;

const placeSchema = z.strictObject({ x: z.number(), y: z.number() });

const nodeIdSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'an id is a letter, then up to 63 letters, digits, - or _',
  );

/**
 * A muted node and what depends on it don't run. A bypassed node does not run either: what it reads goes
 * through it unchanged.
 */
export const NODE_MODES = ['muted', 'bypassed'] as const;
export type NodeMode = (typeof NODE_MODES)[number];

/** As many labels as a worker has: with n of them it asks for work on 2^n queues. */
export const MAX_WORKER_LABELS = 4;

/** What people call a machine: `lab2`, `big-memory`. */
export const workerLabelSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{0,39}$/,
    'a label is up to 40 small letters, digits, - and ., and begins with a letter or digit',
  );

/** Labels that a worker must have, sorted, each once: docs/adr/0104-route-steps-by-labels.md. */
const workerLabelsSchema = z
  .array(workerLabelSchema)
  .overwrite(sortLabels)
  .min(1)
  .max(MAX_WORKER_LABELS);

/** The one way to write down a set of labels. */
export function sortLabels(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort();
}

export const graphNodeSchema = z.strictObject({
  id: nodeIdSchema,
  kind: z.string().min(1).max(64),
  version: z.int().min(1).default(1),
  title: z.string().max(120).optional(),
  mode: z.enum(NODE_MODES).optional(),
  params: z.record(z.string(), jsonSchema).default({}),
  /** What computes for the node runs on workers with all of these labels; without any, on every worker. */
  workerLabels: workerLabelsSchema.optional(),
  position: placeSchema.optional(),
});

const endSchema = z.strictObject({ node: z.string().max(64), port: z.string().max(64) });

export const graphEdgeSchema = z.strictObject({ from: endSchema, to: endSchema });

/** What a person wrote on the canvas. It has no part in what runs. */
export const graphNoteSchema = z.strictObject({
  id: nodeIdSchema,
  /** Markdown. */
  text: z.string().max(MAX_NOTE_LENGTH),
  position: placeSchema,
});

/** A titled area behind nodes. What it holds is what lies on it. It has no part in what runs. */
export const graphFrameSchema = z.strictObject({
  id: nodeIdSchema,
  title: z.string().max(MAX_FRAME_TITLE),
  colour: z.enum(FRAME_COLOURS),
  position: placeSchema,
  size: z.strictObject({ width: z.number().positive(), height: z.number().positive() }),
});

/** A parameter that the app view asks for. It has no part in what runs. */
export const exposedFieldSchema = z.strictObject({
  node: nodeIdSchema,
  param: z.string().min(1).max(64),
});

/** What kinds of component nodes look like: `component:<id>@<version>`. */
export const componentKindSchema = z
  .string()
  .regex(/^component:[A-Za-z0-9-]{1,40}@[1-9][0-9]{0,4}$/, 'it is component:<id>@<version>');

const portTitle = z.string().min(1).max(120);

/**
 * One version of a component: a drawing that stands for a node. Its kind is that of the nodes that stand
 * for it. It never changes: what is changed is another version, with another kind.
 */
export const graphComponentSchema = z.strictObject({
  kind: componentKindSchema,
  title: z.string().min(1).max(120),
  summary: z.string().max(400).optional(),
  nodes: z.array(graphNodeSchema).min(1).max(MAX_NODES),
  edges: z.array(graphEdgeSchema).max(MAX_EDGES),
  /** A wire to an input leads to all of these ports. */
  inputs: z
    .array(z.strictObject({ name: nodeIdSchema, title: portTitle, to: z.array(endSchema).min(1) }))
    .max(MAX_COMPONENT_PORTS),
  outputs: z
    .array(z.strictObject({ name: nodeIdSchema, title: portTitle, from: endSchema }))
    .max(MAX_COMPONENT_PORTS),
  /** Parameters of nodes inside that are asked for on the outside, in this order. */
  params: z
    .array(z.strictObject({ name: nodeIdSchema, title: portTitle, ...exposedFieldSchema.shape }))
    .max(MAX_COMPONENT_PARAMS),
});

/** A graph as a person draws it and as it is stored. Holds no learned or derived value. */
export const graphSchema = z.strictObject({
  format: z.literal(GRAPH_FORMAT),
  name: z.string().max(200).optional(),
  description: z.string().max(4000).optional(),
  nodes: z.array(graphNodeSchema).max(MAX_NODES),
  edges: z.array(graphEdgeSchema).max(MAX_EDGES),
  notes: z.array(graphNoteSchema).max(MAX_NOTES).optional(),
  frames: z.array(graphFrameSchema).max(MAX_FRAMES).optional(),
  exposed: z.array(exposedFieldSchema).max(MAX_EXPOSED).optional(),
  /** Every component that a node stands for, also within components: a graph needs nothing else to run. */
  components: z.array(graphComponentSchema).max(MAX_COMPONENTS).optional(),
});

export type Graph = z.infer<typeof graphSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphNote = z.infer<typeof graphNoteSchema>;
export type ExposedField = z.infer<typeof exposedFieldSchema>;
export type GraphFrame = z.infer<typeof graphFrameSchema>;
export type GraphComponent = z.infer<typeof graphComponentSchema>;
