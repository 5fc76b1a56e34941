#!/usr/bin/env node
// `npm run fuzz [-- --examples N] [--graphs N] [--seed S] [--phases a,b]`: Schemathesis sends a running API what its OpenAPI document
// allows and what it doesn't, then fast-check gives the import of graphs 100,000 documents, and npm is asked what is known
// of the packages. Nightly: it takes minutes.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { nodeModules } from './setup/paths.mjs';
import { describeProblem, Problem } from './setup/problem.mjs';
import { makeReporter } from './setup/report-progress.mjs';
import { runSetup } from './setup/run-setup.mjs';
import { startStack } from './stack/start-stack.mjs';
import { auditPackages } from './testing/audit-packages.mjs';
import { runJest } from './testing/run-jest.mjs';

const SCHEMATHESIS = '4.32.5';
const venv = join(nodeModules, '.cache', 'graft-fuzz', `schemathesis-${SCHEMATHESIS}`);

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'use_after_free',
];
/** An answer of it has no end. */
const ENDLESS = 'followEvents';

try {
  const options = readOptions(process.argv.slice(2));
  await runSetup({ reporter: makeReporter({ quiet: true }) });
  installSchemathesis();
  const well = await fuzzApi(options);
  process.env.GRAFT_FUZZ_RUNS = options.graphs;
  const { failed } = await runJest(['libs/graph/src/parse-graph']);
  const sound = auditPackages();
  if (!well || failed > 0 || !sound) process.exitCode = 1;
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      examples: { type: 'string', default: '50' },
      graphs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      phases: { type: 'string', default: 'coverage,fuzzing,stateful' },
    },
  });
  return values;
}

/** From the registry of Python, once. */
function installSchemathesis() {
  if (existsSync(join(venv, 'bin', 'st'))) return;
  run('python3', ['-m', 'venv', venv]);
  run(join(venv, 'bin', 'pip'), ['install', '-q', `schemathesis==${SCHEMATHESIS}`]);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  throw new Problem(
    `${command} failed (${error?.message ?? `exit code ${status}`})`,
    'install Python 3 with venv and pip, and see that its registry can be reached',
  );
}

/** Resolves with whether all checks passed. The stack knows nothing and has no worker. */
async function fuzzApi(options) {
  const home = await mkdtemp(join(tmpdir(), 'graft-fuzz-'));
  try {
    const services = ['postgres', 'temporal', 'api'];
    const stack = await startStack({ home, port: 0, services });
    try {
      return runSchemathesis(stack, options);
    } finally {
      await stack.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function runSchemathesis({ address, token, home }, { examples, seed, phases }) {
  const { status } = spawnSync(
    join(venv, 'bin', 'st'),
    [
      ...['run', `${address}/api/v1/openapi.json`, '-H', `Authorization: Bearer ${token}`],
      ...['--checks', CHECKS.join(','), '--exclude-operation-id', ENDLESS],
      ...['--max-examples', examples, '--seed', seed, '--request-timeout', '30'],
      ...['--phases', phases, '--continue-on-failure', '--warnings', 'off'],
    ],
    // What it remembers between runs would make two runs of one seed differ.
    { stdio: 'inherit', cwd: home },
  );
  return status === 0;
}
