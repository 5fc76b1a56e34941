import { Anchor } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { useMemo } from 'react';
import { Link } from 'wouter';
import * as words from '#words/runs';
import { formatAge } from '../frame/format';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import { seriesColour } from './list-trainings';
import { formatGain, formatMeasure, listMeasures, sayMeasure } from './measures';
import { nameRanNodes } from './name-ran-nodes';

/** Runs that are compared, in the order of their columns. */
export interface Compared {
  runs: readonly RunView[];
}

/** A, B, C … */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** Name of one of the runs, in its colour. */
export function RunHead({ run, index }: { run: RunView; index: number }) {
  return (
    <th className="right">
      <span className="compare__swatch" style={{ background: seriesColour(index) }} />
      <Anchor component={Link} href={`/runs/${run.runId}`} size="sm">
        {run.name ?? words.run} {letterOf(index)}
      </Anchor>
    </th>
  );
}

/** What each of the runs reported, and by how much two of them differ. */
export function ResultTable({ runs }: Compared) {
  const rows = useMemo(() => listMeasures(runs), [runs]);
  const nameOf = useMemo(() => nameNodesOfAll(runs), [runs]);
  const isPair = runs.length === 2;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.measure}</th>
          {runs.map((run, index) => (
            <RunHead key={run.runId} run={run} index={index} />
          ))}
          {isPair && <th className="right">{words.difference}</th>}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{words.state}</td>
          {runs.map(({ runId, status }) => (
            <td key={runId} className="right">
              <StateChip state={showRunState(status)} />
            </td>
          ))}
          {isPair && <td />}
        </tr>
        <tr>
          <td>{words.started}</td>
          {runs.map(({ runId, createdAt }) => (
            <td key={runId} className="right">
              {formatAge(createdAt, Date.now())}
            </td>
          ))}
          {isPair && <td />}
        </tr>
        {rows.map(({ node, key, values }) => (
          <tr key={`${node} ${key}`}>
            <td>
              {nameOf(node)}: {sayMeasure(key)}
            </td>
            {values.map((value, index) => (
              <td key={index} className="right">
                {formatMeasure(key, value)}
              </td>
            ))}
            {isPair && <td className="right">{formatGain(key, values)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By the first run that has the node. */
function nameNodesOfAll(runs: readonly RunView[]): (nodeId: string) => string {
  const names = runs.map(nameRanNodes);
  return (nodeId) => names.map((nameOf) => nameOf(nodeId)).find((name) => name !== null) ?? nodeId;
}
