import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { checkEntrance, readEntrance } from '../doctor/check-entrance';
import { checkFolder } from '../doctor/check-folder';
import { checkGraphics } from '../doctor/check-graphics';
import { checkMachine } from '../doctor/check-machine';
import { checkSetup } from '../doctor/check-setup';
import { checkStack } from '../doctor/check-stack';
import { checkStore } from '../doctor/check-store';
import type { Finding } from '../doctor/finding';
import type { ExitCode } from '../exit';
import { findHome, findRepository, findStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';

/** Looks at everything that Graft needs and says what to do about what is missing. */
async function diagnose(options: StackOptions): Promise<Finding[]> {
  const { env } = process;
  const repository = findRepository();
  const report = env['GRAFT_SETUP'] ?? join(repository, 'node_modules', '.graft', 'setup.json');
  return [
    ...checkMachine({
      node: process.versions.node,
      memoryBytes: totalmem(),
      limitBytes: process.constrainedMemory(),
      processors: availableParallelism(),
      threads: env['GRAFT_THREADS'] ?? null,
    }),
    ...(await checkSetup(repository, report)),
    ...(await checkGraphics(report, env['GRAFT_TENSORFLOW'])),
    ...(await checkFolder(findHome(options))),
    ...checkEntrance(readEntrance(env)),
    ...(await checkStore(env)),
    ...(await checkStack(await findStack(options), Number(env['GRAFT_PORT'] ?? 4400))),
  ];
}

export async function runDoctor(
  options: StackOptions & { json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const findings = await diagnose(options);
  if (options.json) printJson(terminal, findings);
  else {
    for (const { check, ok, detail, fix } of findings) {
      terminal.out(`${ok ? 'ok     ' : 'MISSING'} ${check}: ${detail}\n`);
      if (!ok && fix !== null) terminal.out(`        ${fix}\n`);
    }
  }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}
