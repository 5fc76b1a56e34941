import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { token } from './stack.mjs';

const execute = promisify(execFile);
/** Of each kind: the program that it needs, and what a person types in the folder of the file. */
const COMMANDS = {
  curl: { needs: 'curl', command: ['sh', 'call.sh'] },
  JavaScript: { needs: 'node', command: [process.execPath, 'call.mjs'] },
  Python: { needs: 'python3', command: ['python3', 'call.py'] },
};

/**
 * Runs a program that asks a model, as copied, in a folder that holds `picture.png`. Resolves with what it printed;
 * null where the machine lacks what it needs, which the test says. In CI it must be there.
 */
export async function runCallExample(t, name, code, folder) {
  const { needs, command } = COMMANDS[name];
  const [program, file] = command;
  const found = await execute('sh', ['-c', `command -v ${needs}`]).catch(() => null);
  if (found === null) {
    if (process.env.CI) throw new Error(`there is no ${needs}`);
    t.diagnostic(`the example in ${name} was not run: there is no ${needs}`);
    return null;
  }
  await writeFile(join(folder, file), code);
  const env = { PATH: process.env.PATH, TOKEN: token };
  const { stdout } = await execute(program, [file], { cwd: folder, env });
  return stdout;
}
