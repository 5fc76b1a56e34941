import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const KEPT = 20_000;
const running = new Set();

/** Runs a program to its end; resolves with its exit code and the end of what it printed. */
export function runCommand(command, args, { cwd, env, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    const outputs = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text) => {
        outputs[name] = (outputs[name] + text).slice(-KEPT);
      });
    }
    if (input !== undefined) child.stdin.end(input);
    child.on('error', (error) => resolve({ code: 127, ...outputs, stderr: error.message }));
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, signal, ...outputs });
    });
  });
}

/** Ends the programs that still run: set-up was interrupted, and an orphan would disturb the next one. */
export function endCommands() {
  for (const child of running) child.kill('SIGTERM');
}

/** The last words of a failed program, on one line. */
export function lastWords({ stdout, stderr }, lines = 3) {
  const all = stripVTControlCharacters(stderr.trim() || stdout.trim()).split('\n');
  // Stack traces and closing brackets say nothing to a person.
  const said = all.filter(
    (line) => /\w/.test(line) && !/^\s+at |^Node\.js v|^\s*errors: \[/.test(line),
  );
  return said.slice(-lines).join(' | ').slice(-600);
}
