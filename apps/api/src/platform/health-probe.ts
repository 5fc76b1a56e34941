import { readFile } from 'node:fs/promises';
import type { Health } from '@graft/contracts';
import type { Database } from '@graft/db';
import { readQueue } from '@graft/workflows';
import { z } from 'zod';
import type { WorkerWatch } from '../runs/worker-watch';

type Check = Health['checks']['database'];

const PATIENCE_MS = 2_000;

/** The part of the set-up's status that is told here. */
const setupSchema = z.looseObject({
  nativeTensorFlow: z.looseObject({
    state: z.string(),
    version: z.string().optional(),
    cuda: z.boolean().optional(),
    reason: z.string().optional(),
    fix: z.string().optional(),
  }),
});

/** Finds out whether runs can be accepted and executed. Never throws. */
export class HealthProbe {
  constructor(
    private readonly database: Pick<Database, 'ping' | 'workers'>,
    private readonly workers: Pick<WorkerWatch, 'count'>,
    /** File that the set-up wrote. */
    private readonly setupFile: string | null,
    private readonly version: string,
  ) {}

  async look(): Promise<Health> {
    const [database, temporal, tensorflow, engines] = await Promise.all([
      attempt(() => this.database.ping(), 'PostgreSQL answers', 'PostgreSQL does not answer'),
      this.#askTemporal(),
      this.#readTensorflow(),
      this.#listEngines(),
    ]);
    return {
      status: database.ok && temporal.check.ok ? 'ok' : 'degraded',
      version: this.version,
      checks: { database, temporal: temporal.check, tensorflow: tensorflow.check },
      queues: temporal.queues,
      engines,
      versions: { node: process.versions.node, ...tensorflow.versions },
    };
  }

  /** Workers by what they compute with; none are told while the database is away. */
  async #listEngines(): Promise<Health['engines']> {
    const workers = await this.database.workers.list().catch(() => []);
    const found = new Map<string, Health['engines'][number]>();
    for (const { backend, device } of workers) {
      const key = `${backend} ${device}`;
      const known = found.get(key);
      found.set(key, { backend, device, workers: (known?.workers ?? 0) + 1 });
    }
    return [...found.values()];
  }

  async #askTemporal(): Promise<{ check: Check; queues: Health['queues'] }> {
    let queues: Health['queues'] = [];
    const check = await attempt(
      async () => {
        const connected = await this.workers.count();
        queues = Array.from(connected, ([queue, pollers]) => ({ queue, pollers })).filter(
          ({ queue }) => readQueue(queue).labels.length === 0,
        );
      },
      'Temporal answers',
      'Temporal does not answer: accepted runs wait',
    );
    return { check, queues };
  }

  async #readTensorflow(): Promise<{ check: Check; versions: Record<string, string> }> {
    const unknown = { check: { ok: false, detail: 'the set-up has left no status' }, versions: {} };
    if (this.setupFile === null) return unknown;
    try {
      const status = setupSchema.parse(JSON.parse(await readFile(this.setupFile, 'utf8')));
      const { state, version, cuda, reason, fix } = status.nativeTensorFlow;
      if (state !== 'ready') {
        return {
          check: { ok: false, detail: `${reason ?? 'missing'}; ${fix ?? ''}` },
          versions: {},
        };
      }
      const detail = `native TensorFlow, ${cuda ? 'CUDA' : 'CPU'}`;
      return { check: { ok: true, detail }, versions: version ? { tensorflow: version } : {} };
    } catch {
      return unknown;
    }
  }
}

async function attempt(ask: () => Promise<unknown>, good: string, bad: string): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), PATIENCE_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { ok: true, detail: good };
  } catch {
    return { ok: false, detail: bad };
  } finally {
    clearTimeout(timer);
  }
}
