import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { buildApps } from './build-apps.mjs';
import { checkNode } from './check-machine.mjs';
import { findTemporal } from './find-temporal.mjs';
import { generatePrisma } from './generate-prisma.mjs';
import { installPackages } from './install-packages.mjs';
import { writeWhole } from './keep-stamps.mjs';
import { withSetupLock } from './lock-setup.mjs';
import { statusFile } from './paths.mjs';
import { placeTensorflow } from './place-tensorflow.mjs';
import { preparePostgres } from './prepare-postgres.mjs';
import { Problem } from './problem.mjs';
import { makeReporter } from './report-progress.mjs';
import { endCommands } from './run-command.mjs';

/** Does all the set-up that is still to do and returns the status that it also writes to `statusFile`. */
export async function runSetup({ reporter = makeReporter(), build = true } = {}) {
  checkNode();
  return endingOnSignals((stopIfAsked) =>
    withSetupLock(reporter, async () => {
      const status = { format: 'graft.setup/1' };
      const steps = [
        () => installPackages(reporter),
        async () => (status.nativeTensorFlow = await placeTensorflow(reporter)),
        async () => (status.temporal = await findTemporal(reporter, await readStatus())),
        async () => (status.postgres = await preparePostgres()),
        () => writeStatus(status, reporter),
        () => generatePrisma(reporter),
        () => build && buildApps(reporter),
      ];
      for (const step of steps) {
        await step();
        stopIfAsked();
      }
      return status;
    }),
  );
}

/** An interrupted set-up ends its npm, pip and compiler: as orphans they would disturb the next one. */
export async function endingOnSignals(work) {
  let asked = false;
  const onSignal = () => {
    asked = true;
    endCommands();
  };
  const stopIfAsked = () => {
    if (asked) throw new Problem('set-up was interrupted', 'start again to go on with it');
  };
  const signals = ['SIGINT', 'SIGTERM'];
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    return await work(stopIfAsked);
  } catch (error) {
    stopIfAsked();
    throw error;
  } finally {
    signals.forEach((signal) => process.off(signal, onSignal));
  }
}

async function writeStatus(status, reporter) {
  await writeWhole(statusFile, `${JSON.stringify(status, null, 2)}\n`);
  if (status.nativeTensorFlow.state === 'missing') sayWithoutTensorflow(status, reporter);
}

function sayWithoutTensorflow({ nativeTensorFlow: { reason, fix } }, reporter) {
  reporter.say(`Native TensorFlow is not there: ${reason}; ${fix}.`);
  reporter.say(
    'Without it features, head training, evaluation and prediction work; training or fine-tuning layers of a base does not.',
  );
}

export async function readStatus() {
  if (!existsSync(statusFile)) return null;
  return JSON.parse(await readFile(statusFile, 'utf8').catch(() => 'null'));
}
