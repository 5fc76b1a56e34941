import { checkIntegrity, repair, type Finding, type WorkflowsView } from '@graft/integrity';
import { listOpenRuns } from '@graft/workflows/client';
import { Client, Connection } from '@temporalio/client';
import type { ExitCode } from '../exit';
import type { StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { formatBytes } from './format-bytes';
import { openHome } from './open-home';

export interface FsckOptions extends StackOptions {
  json?: boolean;
  repair?: boolean;
}

const ADVICE: Readonly<Record<Finding['type'], string>> = {
  missing: 'is gone; with --repair what can be computed again is let go',
  damaged: 'is damaged and was set aside; with --repair what can be computed again is let go',
  unrecorded: 'is there, but the ledger of blobs does not know it',
  orphan: 'belongs to nothing; "graft gc" removes it',
  'no-workflow': 'has not ended and waits for the API, which starts it again',
  'stray-workflow': 'has ended, its workflow has not; the next worker ends it',
  'audit-broken': 'was changed or taken away after it was written; compare with a backup',
};

/** Compares rows, blobs and workflows, and reads the audit log through. Exit code 1 when something is wrong that will not mend itself. */
export async function runFsck(options: FsckOptions, terminal: Terminal): Promise<ExitCode> {
  const home = await openHome(options, ['postgres', 'temporal']);
  const { database, blobs } = home;
  try {
    const workflows = await viewWorkflows(home.temporalAddress);
    const everything = { database, blobs, workflows: workflows?.view ?? null };
    let report = await checkIntegrity(everything);
    if (options.repair) {
      await repair({ database }, report.findings);
      report = await checkIntegrity(everything);
    }
    await workflows?.close();
    if (options.json) printJson(terminal, report);
    else {
      for (const finding of report.findings) terminal.out(`${describe(finding)}\n`);
      terminal.out(
        `${report.blobs} blobs (${formatBytes(report.bytes)}), ${report.runs} unfinished runs, ${report.findings.length} findings\n`,
      );
    }
    return report.findings.some(isSerious) ? 1 : 0;
  } finally {
    await home.close();
  }
}

function isSerious({ type }: Finding): boolean {
  return ['missing', 'damaged', 'unrecorded', 'audit-broken'].includes(type);
}

function describe(finding: Finding): string {
  const advice = ADVICE[finding.type];
  if ('entry' in finding) {
    return `entry ${finding.entry} of the audit log ${advice} (${finding.reason})`;
  }
  if ('runId' in finding) return `the run ${finding.runId} ${advice}`;
  const by = 'by' in finding ? ` (${finding.by})` : '';
  return `the blob ${finding.digest.slice(0, 12)}${by} ${advice}`;
}

async function viewWorkflows(
  address: string | null,
): Promise<{ view: WorkflowsView; close(): Promise<void> } | null> {
  if (address === null) return null;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  return { view: { listOpen: () => listOpenRuns(client) }, close: () => connection.close() };
}
