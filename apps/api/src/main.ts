import 'reflect-metadata';
import { toGraftError } from '@graft/errors';
import { readConfig } from './platform/config';
import { startApi } from './platform/start-api';

const STOP_LIMIT_MS = 8_000;
/** sysexits.h: found in a state that only a person can mend; starting again is no use. */
const EX_CONFIG = 78;

async function run(): Promise<void> {
  const api = await startApi(readConfig(process.env));
  process.stderr.write(`The API listens on port ${String(api.port)}\n`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Whatever hangs, the process ends: nothing here is lost by ending.
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
    api.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

run().catch((thrown: unknown) => {
  const error = toGraftError(thrown);
  process.stderr.write(
    `${error.errorClass === 'unexpected' ? (error.stack ?? '') : error.message}\n`,
  );
  process.exit(error.code === 'admin.missing' ? EX_CONFIG : 1);
});
