import { Checkbox } from '@mantine/core';
import type { RunSummary } from '@graft/contracts';
import { Link } from 'wouter';
import * as words from '#words/runs';
import { formatAge, formatDuration } from '../frame/format';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import './runs.css';
import '../frame/mantine-forms.css';

export interface RunsTableProps {
  runs: readonly RunSummary[];
  /** Runs that are to be compared. */
  chosen: readonly string[];
  onChoose: (runId: string) => void;
}

/** Runs, one a row, with a box to tick for each. */
export function RunsTable({ runs, chosen, onChoose }: RunsTableProps) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>
            <span className="visually-hidden">{words.compare}</span>
          </th>
          <th>{words.pipeline}</th>
          <th>{words.state}</th>
          <th>{words.started}</th>
          <th className="right">{words.time}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow
            key={run.runId}
            run={run}
            chosen={chosen.includes(run.runId)}
            onChoose={() => onChoose(run.runId)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RunRowProps {
  run: RunSummary;
  chosen: boolean;
  onChoose: () => void;
}

function RunRow({ run, chosen, onChoose }: RunRowProps) {
  const name = run.name ?? words.unnamedGraph;
  return (
    <tr>
      <td className="runs__choose">
        <Checkbox
          size="xs"
          checked={chosen}
          onChange={onChoose}
          aria-label={words.compareTheRunOf(name, formatAge(run.createdAt, Date.now()))}
        />
      </td>
      <td>
        <Link href={`/runs/${run.runId}`} className="runs__name">
          {name}
        </Link>
        {run.error !== null && <div className="runs__error">{run.error.message}</div>}
      </td>
      <td>
        <StateChip state={showRunState(run.status)} />
      </td>
      <td>{formatAge(run.createdAt, Date.now())}</td>
      <td className="right">{formatRunTime(run)}</td>
    </tr>
  );
}

function formatRunTime({ startedAt, finishedAt }: RunSummary): string {
  if (startedAt === null) return '';
  const end = finishedAt === null ? Date.now() : Date.parse(finishedAt);
  return formatDuration((end - Date.parse(startedAt)) / 1000);
}
