import { UnexpectedError } from '@graft/errors';
import { z } from 'zod';
import { readSafetensors } from '../safetensors/read-safetensors';
import type { SafeTensor } from '../safetensors/safetensors';
import { writeSafetensors } from '../safetensors/write-safetensors';
import { CHECKPOINT_FORMAT, type Checkpoint } from './checkpoint';

const METADATA_KEY = 'graft.checkpoint';

const number = z.number();
const maybeNumber = number.nullable();
const patience = { reference: maybeNumber, waited: z.int().min(0) };

const historyRow = z.strictObject({
  epoch: z.int().min(0),
  step: z.int().min(0),
  learningRate: number,
  loss: maybeNumber,
  accuracy: maybeNumber,
  validationLoss: maybeNumber,
  validationAccuracy: maybeNumber,
  seconds: number,
});

const documentSchema = z.strictObject({
  format: z.literal(CHECKPOINT_FORMAT),
  seed: z.int().min(1),
  phase: z.string(),
  machine: z.string().nullable().default(null),
  state: z.strictObject({
    cursor: z.strictObject({
      epoch: z.int().min(1),
      batch: z.int().min(0),
      step: z.int().min(0),
    }),
    totals: z.strictObject({ loss: number, correct: number, examples: z.int().min(0) }),
    history: z.array(historyRow),
    watch: z.strictObject({
      best: z.strictObject({ epoch: z.int().min(0), value: number }).nullable(),
      stopping: z.strictObject(patience),
      plateau: z.strictObject({ ...patience, factor: number, cooldown: z.int().min(0) }),
    }),
    learningRate: z.strictObject({
      base: number,
      version: z.int().min(0),
      changes: z.array(z.strictObject({ version: z.int(), value: number, step: z.int() })),
    }),
    /** Absent in files of before this was known. */
    lastRate: maybeNumber.default(null),
    slotsLost: z.boolean().default(false),
    seconds: number,
  }),
  /** Names in order: a safetensors file sorts its tensors, and the order of slots matters. */
  weights: z.array(z.string()),
  optimisers: z.array(z.strictObject({ iterations: z.int().min(0), slots: z.array(z.string()) })),
  best: z.array(z.string()),
});

/** One safetensors file: weights, slots and best weights as flat tensors, all else as metadata. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const tensors = new Map<string, SafeTensor>();
  const add = (prefix: string, values: ReadonlyMap<string, Float32Array>) => {
    for (const [name, data] of values) {
      tensors.set(`${prefix}/${name}`, { dtype: 'F32', shape: [data.length], data });
    }
    return [...values.keys()];
  };
  const { format, seed, phase, machine, state } = checkpoint;
  const document: z.infer<typeof documentSchema> = {
    format,
    seed,
    phase,
    machine,
    state: structuredClone(state) as z.infer<typeof documentSchema>['state'],
    weights: add('weights', checkpoint.weights),
    optimisers: checkpoint.optimisers.map(({ iterations, slots }, group) => ({
      iterations,
      slots: add(`slots/${group}`, slots),
    })),
    best: add('best', checkpoint.best),
  };
  return writeSafetensors({ tensors, metadata: { [METADATA_KEY]: JSON.stringify(document) } });
}

/**
 * @throws UserError `safetensors.*` for a file that is not one, UnexpectedError
 * `checkpoint.unreadable` for one that holds something else
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  const document = parseDocument(metadata[METADATA_KEY]);
  const pick = (prefix: string, names: readonly string[]) =>
    new Map(names.map((name) => [name, takeFloats(tensors, `${prefix}/${name}`)]));
  const { format, seed, phase, machine, state } = document;
  return {
    format,
    seed,
    phase,
    machine,
    state,
    weights: pick('weights', document.weights),
    optimisers: document.optimisers.map(({ iterations, slots }, group) => ({
      iterations,
      slots: pick(`slots/${group}`, slots),
    })),
    best: pick('best', document.best),
  };
}

function parseDocument(text: string | undefined): z.infer<typeof documentSchema> {
  try {
    return documentSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw unreadable('its description is missing or not of this version', cause);
  }
}

function takeFloats(tensors: ReadonlyMap<string, SafeTensor>, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.dtype === 'F32') return tensor.data;
  throw unreadable(`it has no float32 tensor "${name}"`);
}

function unreadable(reason: string, cause?: unknown): UnexpectedError {
  return new UnexpectedError({
    code: 'checkpoint.unreadable',
    message: `The file is not a checkpoint that can be read: ${reason}.`,
    cause,
  });
}
