import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repo } from '../setup/paths.mjs';
import { runVisibly } from './run-jest.mjs';

/**
 * Runs the tools' own tests with Node's runner (they must not need what set-up installs, so not Jest), one file
 * after the other: they start whole stacks. Resolves with `{passed, failed}`.
 */
export async function runToolTests() {
  const files = await findTests(join(repo, 'tools'));
  const folder = await mkdtemp(join(tmpdir(), 'graft-tools-'));
  const record = join(folder, 'result.tap');
  try {
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
    reporters.push('--test-reporter=tap', `--test-reporter-destination=${record}`);
    const code = await runVisibly([
      '--test',
      '--test-concurrency=1',
      '--test-timeout=180000',
      ...reporters,
      ...files,
    ]);
    return countTap(await readFile(record, 'utf8').catch(() => ''), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findTests(folder) {
  const names = await readdir(folder, { recursive: true });
  const tests = names.filter((name) => name.endsWith('.test.mjs')).sort();
  return tests.map((name) => join(folder, name));
}

/** Reads the totals that end a TAP report. */
export function countTap(report, code) {
  const total = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const failed = total('fail') + total('cancelled');
  return { passed: total('pass'), failed: failed === 0 && code !== 0 ? 1 : failed };
}
