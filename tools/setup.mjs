#!/usr/bin/env node
// All the set-up there is, before anything from npm is here: only Node's own modules.
import { checkNode } from './setup/check-machine.mjs';
import { describeProblem } from './setup/problem.mjs';

try {
  checkNode();
  const { runSetup } = await import('./setup/run-setup.mjs');
  const { makeReporter } = await import('./setup/report-progress.mjs');
  const reporter = makeReporter({ quiet: process.argv.includes('--quiet') });
  await runSetup({ reporter });
  reporter.say('Set-up is complete');
} catch (error) {
  console.error(describeProblem(error));
  process.exit(1);
}
