import { Anchor } from '@mantine/core';
import type { RunView } from '@graft/contracts';
import { useMemo } from 'react';
import { Link } from 'wouter';
import * as words from '#words/runs';
import { formatAge, formatNumber } from '../frame/format';
import { StateChip } from '../frame/state-chip';
import { showRunState } from '../frame/states';
import { seriesColour } from './list-trainings';
import { sayKind } from './say-kind';

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
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <td>{sayMeasure(name)}</td>
            {values.map((value, index) => (
              <td key={index} className="right">
                {value === null ? '' : formatNumber(value)}
              </td>
            ))}
            {isPair && <td className="right">{showDifference(values)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MEASURES: ReadonlyMap<string, string> = new Map([
  ['accuracy', words.accuracyMeasure],
  ['low', words.accuracyLow],
  ['high', words.accuracyHigh],
  ['examples', words.examplesMeasure],
  ['macroF1', words.f1MeanOverClasses],
  ['balancedAccuracy', words.balancedAccuracy],
  ['topK', words.kOfTopKAccuracy],
  ['topKAccuracy', words.topKAccuracy],
  ['calibrationError', words.calibrationError],
  ['seenKinds', words.examplesWithANearDuplicateAmong],
  ['seenAccuracy', words.accuracyOnThese],
  ['unseenAccuracy', words.accuracyOnExamplesWithout],
]);

function sayMeasure(name: string): string {
  const [node = '', key = ''] = name.split(': ');
  return `${sayKind(node)}: ${MEASURES.get(key) ?? key}`;
}

function showDifference([left, right]: readonly (number | null)[]): string {
  if (left === null || right === null || left === undefined || right === undefined) return '';
  const value = right - left;
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}`;
}

/** Every number that any of the runs reported, by node. */
function listMeasures(runs: readonly RunView[]) {
  const names = new Set(
    runs.flatMap(({ reports }) =>
      Object.entries(reports).flatMap(([node, facts]) =>
        Object.entries(facts).flatMap(([key, value]) =>
          typeof value === 'number' ? [`${node}: ${key}`] : [],
        ),
      ),
    ),
  );
  const read = ({ reports }: RunView, name: string): number | null => {
    const [node = '', key = ''] = name.split(': ');
    const value = reports[node]?.[key];
    return typeof value === 'number' ? value : null;
  };
  return [...names].map((name) => ({ name, values: runs.map((run) => read(run, name)) }));
}
