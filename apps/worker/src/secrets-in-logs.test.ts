import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { builtWorker } from '@graft/testing/built-worker';
import { makeFakeStep } from '@graft/testing/fake-step';
import { RunHarness } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import type { WorkerProcess } from '@graft/testing/worker-process';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// The built worker as it runs for everybody, with everything that it may be told in secret, while its bucket, its
// database and Temporal fail. What it prints is read afterwards.

const SECRETS = {
  AWS_ACCESS_KEY_ID: 'access-canary-of-s3',
  AWS_SECRET_ACCESS_KEY: 'secret-canary-of-s3',
  AWS_SESSION_TOKEN: 'session-canary-of-s3',
};
const DATABASE_PASSWORD = 'database-canary';
const TRACES_KEY = 'canary-of-the-collector';
const TEMPORAL_KEY = 'canary-of-temporal-cloud';
const NOWHERE = 'http://127.0.0.1:1';

let harness: RunHarness;
let worker: WorkerProcess;
let env: Record<string, string>;

beforeAll(async () => {
  harness = await RunHarness.start();
  const databaseUrl = new URL(harness.services.databaseUrl);
  databaseUrl.password = DATABASE_PASSWORD;
  env = {
    ...SECRETS,
    ...{ DATABASE_URL: databaseUrl.href, GRAFT_S3_BUCKET: 'graft', GRAFT_S3_ENDPOINT: NOWHERE },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: NOWHERE, OTEL_LOG_LEVEL: 'debug' },
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${TRACES_KEY}`,
  };
  worker = await harness.startWorker(env);
});
afterAll(() => harness?.stop());

/** What a worker prints that can't even start: for a setting that is wrong, and for keys that Temporal does not take. */
async function printRefusals(): Promise<string> {
  const keyFile = join(harness.services.home, 'temporal-key');
  await writeFile(keyFile, TEMPORAL_KEY, { mode: 0o600 });
  const told = { ...process.env, ...harness.services.env, ...env, GRAFT_ENGINE: '/engine.js' };
  return [
    { GRAFT_THREADS: 'many' },
    {
      ...{ GRAFT_TEMPORAL_API_KEY_FILE: keyFile, GRAFT_TEMPORAL_TLS_CA: keyFile },
      GRAFT_TEMPORAL_TLS_CERT: keyFile,
    },
  ]
    .map((wrong) => {
      const options = { ...told, GRAFT_WORKFLOW_BUNDLE: builtWorker.workflows, ...wrong };
      const { stdout, stderr, status } = spawnSync(process.execPath, [builtWorker.main], {
        ...{ env: { ...options, NODE_OPTIONS: '' }, encoding: 'utf8', timeout: 30_000 },
      });
      expect(status).toBe(1);
      expect(stdout).toContain('the worker ends');
      return stdout + stderr;
    })
    .join('\n');
}

it('no secret stands in what a worker prints, also when things fail', async () => {
  await harness.submit([makeFakeStep('a')]);
  await until('the bucket is missed', () => /ECONNREFUSED|127\.0\.0\.1:1\b/.test(worker.log), 60);
  harness.services.kill('postgres');
  await until('the database is missed', () => /database/.test(worker.log), 60);
  harness.services.kill('temporal');
  await worker.end('SIGTERM');
  const log = `${worker.log}\n${await printRefusals()}`;

  const token = await readFile(join(harness.services.home, 'token'), 'utf8').catch(() => '');
  const secrets = [...Object.values(SECRETS), DATABASE_PASSWORD, TRACES_KEY, TEMPORAL_KEY, token];
  for (const secret of secrets.filter((each) => each !== '')) {
    expect(secret.length).toBeGreaterThan(8);
    expect(log).not.toContain(secret.trim());
  }
  expect(log.split('\n').filter((entry) => /"level":[456]0/.test(entry)).length).toBeGreaterThan(3);
});
