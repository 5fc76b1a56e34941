import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runVisibly } from './run-jest.mjs';

/** Runs files with Node's own runner, one after the other; resolves with `{passed, failed}`. */
export async function runNodeTests(files, { timeout, env = {} }) {
  const folder = await mkdtemp(join(tmpdir(), 'graft-tests-'));
  const record = join(folder, 'result.tap');
  try {
    const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
    reporters.push('--test-reporter=tap', `--test-reporter-destination=${record}`);
    const options = ['--test', '--test-concurrency=1', `--test-timeout=${timeout}`];
    const code = await runVisibly([...options, ...reporters, ...files], env);
    return countTap(await readFile(record, 'utf8').catch(() => ''), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the totals that end a TAP report. */
export function countTap(report, code) {
  const total = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const failed = total('fail') + total('cancelled');
  return { passed: total('pass'), failed: failed === 0 && code !== 0 ? 1 : failed };
}
