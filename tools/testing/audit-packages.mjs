import { spawnSync } from 'node:child_process';
import { repo } from '../setup/paths.mjs';

/** Asks the registry of npm what is known to be wrong with the packages that Graft runs with; false when anything grave is. */
export function auditPackages() {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
  const { stdout } = spawnSync('npm', args, { cwd: repo, encoding: 'utf8' });
  const { well, words } = judgeAudit(stdout ?? '');
  console.log(words);
  return well;
}

/** What a report of `npm audit --json` means. A registry that gives none is said to: nobody knows, then. */
export function judgeAudit(text) {
  const grave = readGrave(text);
  if (grave === null) {
    return { well: true, words: 'npm audit: NOT CHECKED, the registry answers no such question' };
  }
  const { high, critical } = grave;
  return { well: high + critical === 0, words: `npm audit: ${high} high, ${critical} critical` };
}

function readGrave(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities ?? null;
  } catch {
    return null;
  }
}
