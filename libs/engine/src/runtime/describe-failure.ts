import { toGraftError } from '@graft/errors';
import { jsonSchema, type JsonObject } from '@graft/graph';
import type { EngineMessage } from '@graft/plan';

export type Failed = Extract<EngineMessage, { type: 'failed' }>;

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** What TensorFlow, onnxruntime, V8 and CUDA say when memory ran out. */
const OUT_OF_MEMORY =
  /OOM when allocating|RESOURCE_EXHAUSTED|out of memory|Failed to allocate memory|Array buffer allocation failed|Cannot allocate memory|bad_alloc|BFCArena/i;

const MISSING_KERNEL = /Kernel '\w+' not registered for backend|No gradient defined for/;

/** Turns anything thrown by a step into the message that ends it. */
export function describeFailure(thrown: unknown): Failed {
  const known = describeShortage(thrown) ?? describeLack(thrown);
  if (known !== null) return known;
  const error = toGraftError(thrown);
  return {
    type: 'failed',
    errorClass: error.errorClass,
    code: error.code,
    message: error.message,
    details: toJson(error.details),
  };
}

function describeShortage(thrown: unknown): Failed | null {
  for (const error of causesOf(thrown)) {
    if ('code' in error && typeof error.code === 'string' && DISK_FULL.has(error.code)) {
      return shortage('disk-full', 'The disk is full. Free some space, then retry the step.');
    }
    if (OUT_OF_MEMORY.test(error.message)) {
      return shortage(
        'out-of-memory',
        'The step ran out of memory. Use a smaller batch or smaller pictures, or a worker with more memory.',
      );
    }
  }
  return null;
}

/** WebAssembly has no kernels for the gradients of convolutions. */
function describeLack(thrown: unknown): Failed | null {
  const lack = causesOf(thrown).find(({ message }) => MISSING_KERNEL.test(message));
  if (lack === undefined) return null;
  return {
    type: 'failed',
    errorClass: 'user',
    code: 'engine.needs-native-tensorflow',
    message:
      'This step needs native TensorFlow, which this machine does not have: without it, only a head on a frozen base can be trained. Freeze the base, or run "graft doctor" to see why TensorFlow is missing.',
    details: {},
  };
}

function causesOf(thrown: unknown): Error[] {
  const causes: Error[] = [];
  for (let each = thrown; each instanceof Error && causes.length < 8; each = each.cause) {
    causes.push(each);
  }
  return causes;
}

function shortage(what: string, message: string): Failed {
  return { type: 'failed', errorClass: 'resource', code: `engine.${what}`, message, details: {} };
}

/** Only what JSON can carry; anything else is dropped rather than failing the report of a failure. */
function toJson(details: Readonly<Record<string, unknown>>): JsonObject {
  const kept = Object.entries(details).flatMap(([name, value]) => {
    const parsed = jsonSchema.safeParse(value);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(kept);
}
