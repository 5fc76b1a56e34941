import { existsSync, readFileSync } from 'node:fs';
import { Problem } from '../setup/problem.mjs';
import { runCommand } from '../setup/run-command.mjs';

const IN_NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];

/**
 * PostgreSQL refuses to run as root. Says how to start it all the same: a `prefix` for its commands, and `owner` when
 * its files must belong to another user.
 */
export async function chooseOwner(machine = thisMachine) {
  if (machine.uid() !== 0) return { prefix: [], owner: null };
  // A user namespace shows PostgreSQL an ordinary user while every file stays root's.
  if (await machine.runs([...IN_NAMESPACE, 'true'])) return { prefix: IN_NAMESPACE, owner: null };
  const owner = machine.findUser('postgres');
  if (owner) {
    const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
    const prefix = ['setpriv', ...ids, '--'];
    if (await machine.runs([...prefix, 'true'])) return { prefix, owner };
  }
  throw new Problem(
    'PostgreSQL does not run as root, and neither user namespaces nor a user named postgres are there',
    'start Graft as an ordinary user, or add that user (useradd --system postgres)',
  );
}

const thisMachine = {
  uid: () => process.getuid?.() ?? 1,
  runs: async ([command, ...args]) => (await runCommand(command, args)).code === 0,
  findUser: (name) => {
    if (!existsSync('/etc/passwd')) return null;
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    const fields = lines.map((line) => line.split(':')).find(([user]) => user === name);
    return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
  },
};
