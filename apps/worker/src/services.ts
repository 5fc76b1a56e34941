import type { Database } from '@graft/db';
import type { EnginePool } from '@graft/engine/host';
import type { LocalBlobStore } from '@graft/storage';
import type { Tracing } from '@graft/tracing';
import type { Logger } from 'pino';
import type { CheckedBlobs } from './checked-blobs';
import type { WorkerConfig } from './config';
import type { WorkerMetrics } from './worker-metrics';

/** What activities work with; made once per process. */
export interface WorkerServices {
  config: WorkerConfig;
  database: Database;
  blobs: LocalBlobStore;
  metrics: WorkerMetrics;
  tracing: Tracing;
  checkedBlobs: CheckedBlobs;
  engines: {
    /** One at a time for each kind of training slot. */
    heavy: EnginePool;
    /** The same without a GPU: for steps that would like one and were sent to a processor. */
    processor: EnginePool;
    /** For steps of the io queue, which must not wait behind a day of training. */
    light: EnginePool;
  };
  /** Aborted when the worker is about to stop: steps checkpoint and let go. */
  draining: AbortSignal;
  /** Removes what nothing needs from a full disk. @returns bytes freed */
  freeSpace: () => Promise<number>;
  /** Whether some worker serves a queue for GPU steps. */
  hasGpuWorker: (queue: string) => Promise<boolean>;
  log: Logger;
}
