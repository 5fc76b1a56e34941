#!/usr/bin/env node
// `npm run faults -- [--rounds N] [--seed S] [--json]`: breaks a real stack in every way that we know and checks that
// nothing is lost. See docs/faults.md.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from './setup/bundle-program.mjs';
import { repo } from './setup/paths.mjs';
import { describeProblem } from './setup/problem.mjs';
import { makeReporter } from './setup/report-progress.mjs';
import { runSetup } from './setup/run-setup.mjs';

const program = join(repo, 'libs', 'testing', 'dist', 'faults.mjs');

try {
  await runSetup({ reporter: makeReporter({ quiet: true }) });
  await mkdir(dirname(program), { recursive: true });
  await bundleProgram(join(repo, 'libs', 'testing', 'src', 'faults', 'main.ts'), program);
  await import(pathToFileURL(program).href);
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}
