#!/usr/bin/env node
// Sets up what is missing, then runs the tests: `npm test [-- --all] [-- Jest's own arguments]`.
// With --all, or in CI, the tools' own tests (start and stop of the stack) and the browser's run too.
// `npm test -- --browser [part of a file's name ...]` runs the browser tests alone.
import { checkNode } from './setup/check-machine.mjs';
import { describeProblem } from './setup/problem.mjs';
import { runJest } from './testing/run-jest.mjs';
import { runToolTests } from './testing/run-tool-tests.mjs';

const args = process.argv.slice(2);
const all = args.includes('--all') || Boolean(process.env.CI);
const browser = args.includes('--browser');
const others = args.filter((arg) => arg !== '--all' && arg !== '--browser');
const failures = await setUp();
process.exitCode = await runTests(others, failures);

/** A set-up that fails counts as one failure; the tests that can run still run. */
async function setUp() {
  try {
    checkNode();
    const { runSetup } = await import('./setup/run-setup.mjs');
    await runSetup();
    return 0;
  } catch (error) {
    console.error(describeProblem(error));
    return 1;
  }
}

/** Loaded late: it needs what set-up installs. */
async function testInBrowser(options) {
  const { runBrowserTests } = await import('./testing/run-browser-tests.mjs');
  return runBrowserTests(options);
}

async function runTests(jestArgs, failedBefore) {
  const counts = [{ passed: 0, failed: failedBefore }];
  if (browser) counts.push(await testInBrowser({ only: jestArgs }));
  else {
    counts.push(await runJest(jestArgs));
    if (all) counts.push(await runToolTests());
    if (all) counts.push(await testInBrowser());
  }
  const sum = (key) => counts.reduce((total, count) => total + (count[key] ?? 0), 0);
  if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped: see above what they lack`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}
