import type { Database } from '@graft/db';
import type { Logger } from 'pino';
import type { TemporalWorkflows } from '../runs/temporal-workflows';
import { lookEvery } from './look-every';

const EVERY_MS = 60_000;

/** Compares unfinished runs with their workflows, now and every minute. */
export function keepReconciling(
  database: Pick<Database, 'runs' | 'steps'>,
  workflows: Pick<TemporalWorkflows, 'reconcile'>,
  logger: Logger,
): { close(): Promise<void> } {
  const reconcile = async (): Promise<void> => {
    try {
      const mended = await workflows.reconcile(database);
      if (mended > 0) logger.info({ mended }, 'runs were brought in line with their workflows');
    } catch (error) {
      logger.warn({ err: error }, 'runs could not be compared with their workflows yet');
    }
  };
  return lookEvery(EVERY_MS, reconcile, { atOnce: true });
}
