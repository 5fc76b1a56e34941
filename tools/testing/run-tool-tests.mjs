import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repo } from '../setup/paths.mjs';
import { runNodeTests } from './run-node-tests.mjs';

/**
 * Runs the tools' own tests with Node's runner (they must not need what set-up installs, so not Jest), one file
 * after the other: they start whole stacks. Resolves with `{passed, failed}`.
 */
export async function runToolTests() {
  return runNodeTests(await findTests(join(repo, 'tools')), { timeout: 300_000 });
}

async function findTests(folder) {
  const names = await readdir(folder, { recursive: true });
  const tests = names.filter((name) => name.endsWith('.test.mjs')).sort();
  return tests.map((name) => join(folder, name));
}
