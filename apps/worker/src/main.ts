import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { readConfig } from './config';
import { startWorker } from './start-worker';

const log = pino({ name: 'worker' });
// Signals are ours: steps must checkpoint before the SDK stops anything.
Runtime.install({ shutdownSignals: [], logger: pinoLogger() });

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
  const worker = await startWorker(readConfig(process.env), log);
  wishes.addEventListener('drain', () => worker.drain());
  if (asked) worker.drain();
  await worker.ended;
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, 'the worker ends');
  process.exit(1);
}

/** The SDK's log lines, in ours. */
function pinoLogger() {
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => {
    return (message: string, meta?: object) => log[level](meta ?? {}, message);
  };
  return {
    log: (level: string, message: string, meta?: object) => log.info({ ...meta, level }, message),
    ...{ trace: write('trace'), debug: write('debug'), info: write('info') },
    ...{ warn: write('warn'), error: write('error') },
  };
}
