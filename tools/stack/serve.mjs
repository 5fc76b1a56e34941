import { parseArgs } from 'node:util';
import { Problem } from '../setup/problem.mjs';
import { makeReporter } from '../setup/report-progress.mjs';
import { runSetup } from '../setup/run-setup.mjs';
import { startStack } from './start-stack.mjs';

const USAGE =
  'use: start.mjs [--home FOLDER] [--port N] [--services a,b] [--quiet] [--skip-setup] [--until-stdin-closes]';

/** Runs the stack for as long as this process lives. */
export async function serve(args) {
  const options = readOptions(args);
  const reporter = makeReporter({ quiet: options.quiet });
  const control = new AbortController();
  stopOnSignals(control);
  if (options['until-stdin-closes']) process.stdin.resume().on('close', () => control.abort());
  if (!options['skip-setup']) await runSetup({ reporter });
  if (control.signal.aborted) process.exit(0);
  reporter.say('Starting the stack');
  const stack = await startStack({
    home: options.home,
    port: options.port,
    services: options.services,
    onLine: (line) => console.error(line),
    signal: control.signal,
  });
  if (!control.signal.aborted) {
    console.log(`Graft is ready at ${stack.address}/#token=${stack.token}`);
    await new Promise((resolve) => control.signal.addEventListener('abort', resolve));
  }
  reporter.say('Stopping');
  await stack.stop();
  process.exit(0);
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        home: { type: 'string' },
        port: { type: 'string' },
        services: { type: 'string' },
        'skip-setup': { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        'until-stdin-closes': { type: 'boolean', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    return { ...values, port, services: values.services?.split(',') };
  } catch (error) {
    throw new Problem(error.message, USAGE);
  }
}

function stopOnSignals(control) {
  const onSignal = () => {
    // Asked twice: leave at once. The kernel then ends the children, the next start clears up.
    if (control.signal.aborted) process.exit(1);
    control.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onSignal);
}
