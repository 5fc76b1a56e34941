import type { Database, NewWorker } from '@graft/db';
import type { Logger } from 'pino';

const EVERY_MS = 10_000;

export interface PresenceOptions {
  workers: Database['workers'];
  worker: NewWorker;
  /** Called once, when an administrator has asked the worker to finish. */
  onDrain: () => void;
  log: Logger;
  everyMs?: number;
}

/** Tells that a worker is there, and hears whether it shall finish. The database may be away. */
export async function keepPresence(options: PresenceOptions): Promise<{ end(): Promise<void> }> {
  const { workers, worker, onDrain, log } = options;
  const id = await workers.register(worker);
  let asked = false;
  let beating = Promise.resolve();
  const beat = async (): Promise<void> => {
    try {
      const { draining } = await workers.beat(id, worker);
      if (!draining || asked) return;
      asked = true;
      log.info('asked to finish');
      onDrain();
    } catch (error) {
      log.warn({ err: error }, 'no sign of life could be given');
    }
  };
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, options.everyMs ?? EVERY_MS);
  timer.unref();
  return {
    async end() {
      clearInterval(timer);
      await beating;
      await workers.leave(id).catch(() => undefined);
    },
  };
}
