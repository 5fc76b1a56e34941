import { MAX_WORKER_LABELS, workerLabelSchema } from '@graft/graph';
import type { CodeVersion } from '@graft/plan';
import { readConnectionSecurity, type ConnectionSecurity } from '@graft/workflows/client';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const VERSION = '0.1.0';

const seconds = z.coerce.number().positive();

/** `fast-disk,lab2`: each once, in the order in which they stand there. */
const labels = z
  .string()
  .default('')
  .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))].filter(Boolean))
  .pipe(
    z
      .array(workerLabelSchema)
      .max(
        MAX_WORKER_LABELS,
        `a worker has at most ${MAX_WORKER_LABELS} labels, as it asks for steps of every set of them`,
      ),
  );

const environmentSchema = z.object({
  GRAFT_HOME: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  GRAFT_BLOBS: z.string().min(1).optional(),
  GRAFT_ENGINE: z.string().min(1),
  GRAFT_WORKFLOW_BUNDLE: z.string().min(1),
  GRAFT_TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  GRAFT_TEMPORAL_NAMESPACE: z.string().default('default'),
  GRAFT_SETUP: z.string().optional(),
  /** `auto` believes set-up; a container for GPUs was set up on a machine without one. */
  GRAFT_DEVICE: z.enum(['auto', 'cpu', 'cuda']).default('auto'),
  GRAFT_ENGINE_GB: z.coerce.number().positive().optional(),
  GRAFT_WORKER_LABELS: labels,
  GRAFT_WORKER_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  GRAFT_REVISION: z.string().max(80).optional(),
  GRAFT_THREADS: z.coerce.number().int().min(1).optional(),
  GRAFT_HEARTBEAT_SECONDS: seconds.default(120),
  GRAFT_CHECKPOINT_MIN_SECONDS: z.coerce.number().min(0).default(10),
  GRAFT_CHECKPOINT_MAX_SECONDS: seconds.default(120),
  GRAFT_MEAN_HOURS_BETWEEN_FAILURES: z.coerce.number().positive().default(4),
});

/** All that a worker is told; read once, at start. */
export interface WorkerConfig {
  home: string;
  scratch: string;
  blobs: string;
  databaseUrl: string;
  engine: string;
  workflowBundle: string;
  temporal: { address: string; namespace: string; security: ConnectionSecurity };
  /** Says which worker holds a step. */
  name: string;
  /** What people call its machine: nodes ask for them. */
  labels: string[];
  /** Noted beside every result. */
  code: CodeVersion;
  /** What its engines compute with: `tensorflow` (native) or `wasm`. */
  backend: string;
  /** Port on which it says whether it is well and what it does; null: nowhere. */
  statusPort: number | null;
  /** Polls the queue for steps that want a GPU. */
  gpu: boolean;
  /** Resident memory that an engine may take. */
  engineBytes: number;
  /** Threads of a step that does not continue from a checkpoint. */
  threads: number;
  heartbeatSeconds: number;
  checkpoint: { minSeconds: number; maxSeconds: number; meanSecondsBetweenFailures: number };
}

/** @throws Error that names the variables that are missing or wrong */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    throw new Error(`The worker's environment is wrong:\n${z.prettifyError(parsed.error)}`);
  }
  const env = parsed.data;
  const found = readSetup(env.GRAFT_SETUP);
  return {
    home: env.GRAFT_HOME,
    // A folder of the workers alone: what dead ones left in it is swept.
    scratch: join(env.GRAFT_HOME, 'scratch', 'worker'),
    blobs: env.GRAFT_BLOBS ?? join(env.GRAFT_HOME, 'blobs'),
    databaseUrl: env.DATABASE_URL,
    engine: env.GRAFT_ENGINE,
    workflowBundle: env.GRAFT_WORKFLOW_BUNDLE,
    temporal: {
      address: env.GRAFT_TEMPORAL_ADDRESS,
      namespace: env.GRAFT_TEMPORAL_NAMESPACE,
      security: readConnectionSecurity(environment, readFileSync),
    },
    name: `${hostname()}:${process.pid}`,
    labels: env.GRAFT_WORKER_LABELS,
    // Compose passes an empty one on where nobody named any.
    code: { version: VERSION, revision: env.GRAFT_REVISION || null },
    backend: found?.state === 'ready' ? 'tensorflow' : 'wasm',
    statusPort: env.GRAFT_WORKER_PORT ?? null,
    gpu: env.GRAFT_DEVICE === 'auto' ? found?.cuda === true : env.GRAFT_DEVICE === 'cuda',
    engineBytes:
      env.GRAFT_ENGINE_GB === undefined ? mostOfMemory() : env.GRAFT_ENGINE_GB * 1024 ** 3,
    threads: env.GRAFT_THREADS ?? availableParallelism(),
    heartbeatSeconds: env.GRAFT_HEARTBEAT_SECONDS,
    checkpoint: {
      minSeconds: env.GRAFT_CHECKPOINT_MIN_SECONDS,
      maxSeconds: env.GRAFT_CHECKPOINT_MAX_SECONDS,
      meanSecondsBetweenFailures: env.GRAFT_MEAN_HOURS_BETWEEN_FAILURES * 3600,
    },
  };
}

const setupSchema = z.object({
  nativeTensorFlow: z.object({ state: z.string().optional(), cuda: z.boolean().optional() }),
});

/** What set-up found; a machine without its report counts as one without native TensorFlow. */
function readSetup(setup: string | undefined): { state?: string; cuda?: boolean } | null {
  if (setup === undefined || !existsSync(setup)) return null;
  const parsed = setupSchema.safeParse(JSON.parse(readFileSync(setup, 'utf8')));
  const { state, cuda } = parsed.data?.nativeTensorFlow ?? {};
  return { ...(state === undefined ? {} : { state }), ...(cuda === undefined ? {} : { cuda }) };
}

/** Nine tenths of what the machine, or the container, has. */
function mostOfMemory(): number {
  const limit = process.constrainedMemory() || Infinity;
  return Math.floor(Math.min(limit, totalmem()) * 0.9);
}
