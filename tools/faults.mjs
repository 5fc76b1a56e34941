#!/usr/bin/env node
// `npm run faults -- [--rounds N] [--seed S] [--json]`: breaks a real stack in every way that we know and checks that
// nothing is lost. With --table it runs the tests of every fault that we know. See docs/faults.md.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from './setup/bundle-program.mjs';
import { repo } from './setup/paths.mjs';
import { describeProblem } from './setup/problem.mjs';
import { makeReporter } from './setup/report-progress.mjs';
import { runSetup } from './setup/run-setup.mjs';
import { runJest } from './testing/run-jest.mjs';

const program = join(repo, 'libs', 'testing', 'dist', 'faults.mjs');

try {
  await runSetup({ reporter: makeReporter({ quiet: true }) });
  if (process.argv.includes('--table')) await runTable();
  else await runNemesis();
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}

/** What is killed, cut off, filled up, damaged or put together again in a test. */
const FAULTS = [
  'apps/worker/src/',
  'apps/api/src/runs/run-dispatcher',
  'libs/(integrity|storage|workflows)/',
  'libs/engine/src/engine-and-supervisor',
];

/** The tests of faults, with those that take too long for every change. */
async function runTable() {
  process.env.GRAFT_FAULTS = 'all';
  const { passed, failed } = await runJest(FAULTS);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

async function runNemesis() {
  await mkdir(dirname(program), { recursive: true });
  await bundleProgram(join(repo, 'libs', 'testing', 'src', 'faults', 'main.ts'), program);
  await import(pathToFileURL(program).href);
}
