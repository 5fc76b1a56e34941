import type { Issue } from '@graft/graph';
import type { Terminal } from '../terminal';

/** Issues as a person reads them, one each, with the node and the fix. */
export function showIssues(terminal: Terminal, issues: readonly Issue[]): void {
  for (const { severity, nodeId, field, message, fix } of issues) {
    const place = [nodeId, field].filter((part) => part !== undefined).join('.');
    terminal.err(`${severity}: ${place === '' ? '' : `${place}: `}${message}\n`);
    if (fix) terminal.err(`  fix: ${fix.title}\n`);
  }
}
