/**
 * `npm run bench [case ...]`: sets up the peers where a case has some, runs every case next to them in one session, prints
 * a table and writes bench/results/latest.json.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BENCH = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(BENCH);
const VENV = join(BENCH, '.venv');
const PYTHON = join(VENV, 'bin/python');

function runOrStop(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], cwd: ROOT });
  if (status !== 0) {
    console.error(`${command} ${args[0]} failed: ${error?.message ?? `exit code ${status}`}.`);
    process.exit(1);
  }
}

/** A Python environment with the peers, made once and again when the pins change. */
function setUpPeers() {
  const pins = readFileSync(join(BENCH, 'peers/requirements.txt'));
  const stamp = join(VENV, `pins-${createHash('sha256').update(pins).digest('hex').slice(0, 16)}`);
  if (existsSync(stamp)) return;
  console.error('Setting up the peers (Python environment, some minutes the first time) ...');
  if (!existsSync(PYTHON)) runOrStop('python3', ['-m', 'venv', VENV]);
  const pip = ['-m', 'pip', 'install', '-q', '-r', join(BENCH, 'peers/requirements.txt')];
  runOrStop(PYTHON, pip);
  writeFileSync(stamp, '');
}

async function bundleCase(name) {
  const { build } = await import('esbuild');
  const outfile = join(ROOT, 'node_modules/.cache/graft-bench', `${name}.mjs`);
  await build({
    entryPoints: [join(BENCH, 'cases', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // The engine's test tools find the assets from where they lie.
    define: { 'import.meta.dirname': JSON.stringify(join(ROOT, 'libs/engine/src/testing')) },
    plugins: [
      {
        name: 'packages-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@graft/')
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
  return import(pathToFileURL(outfile).href);
}

async function main(wanted) {
  if (!process.env.GRAFT_BENCH_SKIP_SETUP) runOrStop('node', [join(ROOT, 'tools/setup.mjs')]);
  const all = readdirSync(join(BENCH, 'cases')).map((file) => file.replace(/\.ts$/, ''));
  const results = [];
  for (const name of wanted.length > 0 ? wanted : all) {
    const folder = join(ROOT, 'node_modules/.cache/graft-bench', `work-${name}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    console.error(`\n${name}`);
    const { runCase, needsPeers = true } = await bundleCase(name);
    if (needsPeers) setUpPeers();
    results.push(...(await runCase({ root: ROOT, folder, python: PYTHON })));
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  writeFileSync(join(BENCH, 'results/latest.json'), `${JSON.stringify(results, null, 2)}\n`);
  for (const { case: name, target, measured, met } of results) {
    console.log(`${met ? 'met   ' : 'MISSED'}  ${name}: ${measured}  (target ${target})`);
  }
  if (results.some(({ met }) => !met)) process.exitCode = 1;
}

await main(process.argv.slice(2));
