import type { RunStep, RunView } from '@graft/contracts';
import type { Terminal } from '../terminal';
import { formatTable } from './show-table';

/** What `run --json` and `runs <id> --json` print. */
export function toRunDocument(run: RunView): object {
  return {
    runId: run.runId,
    status: run.status,
    ...(run.error ? { error: run.error } : {}),
    steps: run.steps.map(({ node, kind, state, cached, seconds, error }) => {
      return { node, kind, state, cached, seconds, ...(error ? { error } : {}) };
    }),
    reports: run.reports,
    models: run.models,
  };
}

/** A run as a person reads it. */
export function showRun(terminal: Terminal, run: RunView): void {
  const rows = run.steps.map(({ node, kind, state, seconds }) => [
    node ?? `(${kind})`,
    state,
    seconds === null ? null : Math.round(seconds * 10) / 10,
  ]);
  terminal.out(`run ${run.runId}: ${run.status}\n\n`);
  terminal.out(formatTable(['node', 'state', 'seconds'], rows));
  for (const [node, report] of Object.entries(run.reports)) {
    terminal.out(`\n${node}\n`);
    for (const [name, value] of Object.entries(report)) {
      if (typeof value === 'number' || typeof value === 'string') {
        terminal.out(`  ${name}: ${typeof value === 'number' ? round(value) : value}\n`);
      }
    }
  }
  for (const { name, version } of run.models) {
    terminal.out(`\nmodel ${name}, version ${version}: graft predict ${name} <picture>\n`);
  }
  if (run.error) terminal.err(`\n${run.error.node ?? 'run'}: ${run.error.message}\n`);
  for (const step of run.steps.filter(({ state }) => state === 'parked')) {
    showParked(terminal, run, step);
  }
}

function showParked(terminal: Terminal, { runId }: RunView, step: RunStep): void {
  const name = step.node ?? step.stepId;
  terminal.err(`\n${name} is parked: ${step.error?.message ?? ''}\n`);
  for (const verb of ['retry', 'skip', 'end']) {
    terminal.err(`  graft runs ${verb} ${runId} ${name}\n`);
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
