/**
 * `npm run bench -- [--repeat 3] [--full] [case ...]`: sets up the peers, runs every case next to
 * them in one session, taking turns, prints a table, and writes bench/results/latest.json and the table of
 * docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

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
  // The package for the processor alone has no GPU kernels; this one replaces its files.
  if (process.env.GRAFT_BENCH_GPU === '1') {
    pip.push('tensorflow[and-cuda]==2.21.0', 'jax[cuda12]==0.10.2');
  }
  runOrStop(PYTHON, pip);
  writeFileSync(stamp, '');
}

async function bundleCase(name) {
  const { build } = await import('esbuild');
  const { keepPackagesOutside } = await import('../tools/setup/bundle-program.mjs');
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
    plugins: [keepPackagesOutside(outfile)],
  });
  return import(pathToFileURL(outfile).href);
}

/** Results of earlier calls stay until their case is measured again. */
function mergeResults(fresh) {
  const file = join(BENCH, 'results/latest.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const measured = new Set(fresh.map((each) => each.case));
  const merged = [...before.filter((each) => !measured.has(each.case)), ...fresh];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`);
  return merged;
}

const BEGIN = '<!-- results: written by npm run bench -->';
const END = '<!-- end of results -->';

/** Rows that are in the table already keep their place; those of cases that were measured elsewhere stay as they are. */
function mergeRows(table, rows) {
  const caseOf = (row) => row.split('|')[1]?.trim();
  const there = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  const fresh = new Map(rows.map((row) => [caseOf(row), row]));
  const known = new Set(there.map(caseOf));
  return [
    ...there.map((row) => fresh.get(caseOf(row)) ?? row),
    ...rows.filter((row) => !known.has(caseOf(row))),
  ];
}

/** The table of docs/performance.md says what was measured last. */
function writeTable(fresh, results) {
  const file = join(ROOT, 'docs/performance.md');
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < 0) return;
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const rows = fresh.map(({ case: name, target, measured, met, accuracy }) => {
    const scores = accuracy ? `${percent(accuracy.graft)}, ${percent(accuracy.peer)}` : '';
    return `| ${name} | ${target} | ${measured} | ${scores} | ${met ? 'yes' : '**no**'} |`;
  });
  const head = [
    '| case | target | measured | accuracy: Graft, peer | met |',
    '|---|---|---|---|---|',
  ];
  const plots = results
    .filter(({ figures }) => figures?.plot)
    .map(({ case: name, figures }) => `\n![${name}](${figures.plot})`);
  const merged = mergeRows(text.slice(before, after), rows);
  const table = [BEGIN, '', ...head, ...merged, ...plots, '', END].join('\n');
  writeFileSync(file, text.slice(0, before) + table + text.slice(after + END.length));
  spawnSync('npx', ['prettier', '--write', file], { cwd: ROOT, stdio: 'ignore' });
}

function readArguments(given) {
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { repeat: { type: 'string', default: '3' }, full: { type: 'boolean' } },
  });
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1) throw new Error('--repeat wants a number from 1 on');
  if (values.full) process.env.GRAFT_BENCH_FULL = '1';
  return { repeat, wanted: positionals };
}

async function main({ wanted, repeat }) {
  if (!process.env.GRAFT_BENCH_SKIP_SETUP) runOrStop('node', [join(ROOT, 'tools/setup.mjs')]);
  const all = readdirSync(join(BENCH, 'cases')).map((file) => file.replace(/\.ts$/, ''));
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no case ${unknown.join(', ')}: there is ${all.join(', ')}`);
  const results = [];
  for (const name of wanted.length > 0 ? wanted : all) {
    const folder = join(ROOT, 'node_modules/.cache/graft-bench', `work-${name}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    console.error(`\n${name}`);
    const { runCase, needsPeers = true } = await bundleCase(name);
    if (needsPeers) setUpPeers();
    const fresh = await runCase({ root: ROOT, folder, python: PYTHON, repeat });
    results.push(...fresh.map((each) => ({ ...each, repeat })));
    rmSync(folder, { recursive: true, force: true });
    writeTable(results, mergeResults(results));
  }
  for (const { case: name, target, measured, met } of results) {
    console.log(`${met ? 'met   ' : 'MISSED'}  ${name}: ${measured}  (target ${target})`);
  }
  if (results.some(({ met }) => !met)) process.exitCode = 1;
}

await main(readArguments(process.argv.slice(2)));
