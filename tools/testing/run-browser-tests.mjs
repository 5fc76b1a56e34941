import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repo } from '../setup/paths.mjs';
import { describeProblem } from '../setup/problem.mjs';
import { startStack } from '../stack/start-stack.mjs';
import { findBrowser } from './find-browser.mjs';
import { runNodeTests } from './run-node-tests.mjs';
import { serveBases } from './serve-bases.mjs';

const FOLDER = join(repo, 'apps', 'web', 'e2e');
/** A killed worker is noticed after twenty seconds instead of two minutes; what it did is kept every two. */
const STACK_ENV = {
  ...{ GRAFT_HEARTBEAT_SECONDS: '20', GRAFT_CHECKPOINT_MIN_SECONDS: '2' },
  GRAFT_WORKER_LABELS: 'machine-of-tests',
};
/** Runs on a stack that knows nothing yet, as a newcomer's does. */
const FIRST = 'main-job.test.mjs';

/**
 * Runs the browser tests, all on one stack in a temporary folder, which is stopped and removed afterwards. Without a
 * browser it says so; in CI that is a failure. Resolves with `{passed, failed}`.
 */
export async function runBrowserTests({ only = [], onLine = () => {} } = {}) {
  const { chromium } = await import('playwright-core');
  const browser = findBrowser({ ownPath: chromium.executablePath() });
  if (browser === null) {
    console.error(
      'The browser tests did not run: there is no Chromium; install Debian\'s "chromium", or name one in CHROMIUM.',
    );
    return { passed: 0, failed: process.env.CI ? 1 : 0 };
  }
  const files = await listTests(only);
  return onTemporaryStack(onLine, async ({ address, token, pids }) => {
    const env = {
      CHROMIUM: browser,
      GRAFT_URL: `${address}/#token=${token}`,
      GRAFT_WORKER_PID: String(pids.worker),
    };
    const total = { passed: 0, failed: 0 };
    // Node sorts the files that it is given; by themselves they run in our order.
    for (const file of files) {
      const { passed, failed } = await runNodeTests([file], { timeout: 300_000, env });
      total.passed += passed;
      total.failed += failed;
    }
    return total;
  });
}

async function listTests(only) {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.mjs'));
  const wanted = names.filter(
    (name) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  const ordered = wanted.sort(
    (a, b) => Number(b === FIRST) - Number(a === FIRST) || a.localeCompare(b),
  );
  return ordered.map((name) => join(FOLDER, name));
}

async function onTemporaryStack(onLine, work) {
  const home = await mkdtemp(join(tmpdir(), 'graft-browser-'));
  const bases = await serveBases();
  const control = new AbortController();
  const onSignal = () => control.abort();
  const signals = ['SIGINT', 'SIGTERM'];
  signals.forEach((signal) => process.once(signal, onSignal));
  try {
    const stack = await startStack({
      home,
      port: 0,
      env: { ...STACK_ENV, ...bases.env },
      onLine,
      signal: control.signal,
    });
    try {
      return await work(stack);
    } finally {
      await stack.stop();
    }
  } catch (error) {
    console.error(describeProblem(error));
    return { passed: 0, failed: 1 };
  } finally {
    signals.forEach((signal) => process.off(signal, onSignal));
    await bases.close();
    await rm(home, { recursive: true, force: true });
  }
}
