import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleProgram, findPackage } from './bundle-program.mjs';
import { hashTree } from './hash-files.mjs';
import { doOnce, writeWhole } from './keep-stamps.mjs';
import { nodeModules, repo } from './paths.mjs';
import { describeProblem, Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

/** What is built: a source, what else it reads, what it becomes, and how. A source that doesn't exist yet is left out. */
const targets = [
  {
    name: 'datasets',
    from: 'apps/api/src/prepare-datasets.ts',
    reads: ['assets/datasets'],
    to: 'apps/api/dist/prepare-datasets.js',
    make: prepareDatasets,
  },
  { name: 'api', from: 'apps/api/src/main.ts', to: 'apps/api/dist/main.js', make: bundleProgram },
  {
    name: 'worker',
    from: 'apps/worker/src/main.ts',
    to: 'apps/worker/dist/main.js',
    make: bundleProgram,
  },
  {
    name: 'engine',
    from: 'libs/engine/src/main.ts',
    to: 'apps/worker/dist/engine.js',
    make: bundleProgram,
  },
  {
    name: 'engine-thread',
    from: 'libs/engine/src/execute-prefix/onnx-thread.mjs',
    to: 'apps/worker/dist/onnx-thread.mjs',
    make: bundleProgram,
  },
  { name: 'cli', from: 'apps/cli/src/main.ts', to: 'apps/cli/dist/main.js', make: bundleProgram },
  {
    name: 'upkeep',
    from: 'apps/cli/src/upkeep/main.ts',
    to: 'apps/cli/dist/upkeep.js',
    make: bundleProgram,
  },
  {
    name: 'workflows',
    from: 'libs/workflows/src/run-pipeline.workflow.ts',
    to: 'apps/worker/dist/workflows.js',
    make: bundleWorkflows,
  },
  { name: 'web', from: 'apps/web/index.html', to: 'apps/web/dist/index.html', make: buildWeb },
];

/** Builds every app whose inputs changed since it was last built. */
export async function buildApps(reporter) {
  const shared = await hashTree([
    join(repo, 'package-lock.json'),
    join(repo, 'tsconfig.base.json'),
    join(repo, 'tools', 'setup', 'build-apps.mjs'),
    join(repo, 'tools', 'setup', 'bundle-program.mjs'),
    ...(await sources('libs')),
  ]);
  const problems = [];
  for (const target of targets) {
    await buildTarget(target, shared, reporter).catch((error) => problems.push(error));
  }
  // One broken app does not keep the others from being built.
  const [first, second] = problems;
  if (second) throw new Problem(problems.map(describeProblem).join('\n'));
  if (first) throw first;
}

async function sources(folder) {
  const { readdir } = await import('node:fs/promises');
  const names = await readdir(join(repo, folder)).catch(() => []);
  return names.sort().flatMap((name) => [join(repo, folder, name)]);
}

async function buildTarget(target, shared, reporter) {
  const [from, to] = [join(repo, target.from), join(repo, target.to)];
  if (!existsSync(from)) return;
  const app = join(repo, ...target.to.split('/').slice(0, 2));
  const inputs = [app, ...(target.reads ?? []).map((place) => join(repo, place))];
  const digest = await hashTree(inputs, `${shared} ${target.from}`);
  await doOnce(
    `build-${target.name}`,
    digest,
    () => existsSync(to),
    () =>
      reporter.during(`Building ${target.name}`, async () => {
        await mkdir(dirname(to), { recursive: true });
        await target.make(from, to);
      }),
  );
}

/** Imports the data sets that ship with Graft, once: see docs/adr/0093-data-sets-imported-when-built.md. */
async function prepareDatasets(from, to) {
  await bundleProgram(from, to);
  const folder = join(dirname(to), 'datasets');
  const result = await runCommand(process.execPath, [to, join(repo, 'assets'), folder], {});
  if (result.code === 0) return;
  await rm(to, { force: true });
  throw new Problem(
    `the data sets in assets could not be imported (${lastWords(result, 8)})`,
    'mend them and start again',
  );
}

/** Bundles the workflow for Temporal's sandbox, so that workers need not do it at each start. */
async function bundleWorkflows(from, to) {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = {
    trace() {},
    debug() {},
    info() {},
    log() {},
    warn: console.warn,
    error: console.error,
  };
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath: from, logger: quiet });
    await writeWhole(to, code);
  } catch (error) {
    throw new Problem(
      `the workflow ${from} could not be bundled (${error.message})`,
      'mend it and start again',
    );
  }
}

async function buildWeb(from, to) {
  const folder = dirname(from);
  const vite = join(findPackage('vite', folder) ?? nodeModules, 'bin', 'vite.js');
  const result = await runCommand(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: folder,
  });
  if (result.code === 0 && existsSync(to)) return;
  await rm(to, { force: true });
  throw new Problem(
    `the web app in ${folder} could not be built (${lastWords(result, 8)})`,
    'mend it and start again',
  );
}
