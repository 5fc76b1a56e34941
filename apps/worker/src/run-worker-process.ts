import { Runtime } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { readConfig } from './config';
import { startWorker, type WorkerParts } from './start-worker';

/** A worker from the environment to the end of the process; a signal drains it first. */
export async function runWorkerProcess(parts?: WorkerParts): Promise<never> {
  const log = pino({ name: 'worker' });
  // Signals are ours: steps must checkpoint before the SDK stops anything.
  Runtime.install({ shutdownSignals: [], logger: pinoLogger(log) });
  let asked = false;
  const wishes = new EventTarget();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      asked = true;
      wishes.dispatchEvent(new Event('drain'));
    });
  }
  try {
    const worker = await startWorker(readConfig(process.env), log, parts);
    wishes.addEventListener('drain', () => worker.drain());
    if (asked) worker.drain();
    await worker.ended;
    process.exit(0);
  } catch (error) {
    log.fatal({ err: error }, 'the worker ends');
    process.exit(1);
  }
}

/** The SDK's log lines, in ours. */
function pinoLogger(log: Logger) {
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => {
    return (message: string, meta?: object) => log[level](meta ?? {}, message);
  };
  return {
    log: (level: string, message: string, meta?: object) => log.info({ ...meta, level }, message),
    ...{ trace: write('trace'), debug: write('debug'), info: write('info') },
    ...{ warn: write('warn'), error: write('error') },
  };
}
