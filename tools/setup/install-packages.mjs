import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkDisk } from './check-machine.mjs';
import { nodeModules, repo } from './paths.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

/** Runs `npm ci` unless node_modules already holds what package-lock.json asks for. */
export async function installPackages(reporter) {
  if (await isInstalled()) return;
  await checkDisk(repo, 2500, 'Installing the packages');
  const { command, args } = npm();
  const result = await reporter.during('Installing npm packages (npm ci)', () =>
    runCommand(
      command,
      [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: repo },
    ),
  );
  if (result.code !== 0) {
    throw new Problem(
      `npm ci failed in ${repo} (${npmWords(result)})`,
      'mend that and start again',
    );
  }
}

// npm explains itself in many lines; the first ones say what is wrong.
function npmWords(result) {
  const lines = result.stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, ''));
  const telling = lines.filter((line) => line.trim() && !/^code |A complete log/.test(line));
  return telling.length > 0 ? telling.slice(0, 3).join(' | ').slice(0, 500) : lastWords(result);
}

// `npm start` names the npm that runs us, so that the same one installs.
function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') && existsSync(script)) {
    return { command: process.execPath, args: [script] };
  }
  return { command: 'npm', args: [] };
}

/** Compares npm's own record of what it installed with the lock file. */
async function isInstalled() {
  const [lock, record] = await Promise.all([
    readLock(join(repo, 'package-lock.json')),
    readLock(join(nodeModules, '.package-lock.json')),
  ]);
  return lock !== null && record !== null && holdsAll(lock, record);
}

async function readLock(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Whether an installed tree holds every package of a lock (optional ones may be left out). */
export function holdsAll(lock, installed) {
  return Object.entries(lock).every(([place, wanted]) => {
    if (place === '' || !place.includes('node_modules/')) return true;
    const found = installed[place];
    if (!found) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}
