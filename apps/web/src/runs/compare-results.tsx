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

/** Two runs that are compared. */
export interface Pair {
  a: RunView;
  b: RunView;
}

/** Name of one of the two runs, in its colour. */
export function RunHead({ run, index }: { run: RunView; index: number }) {
  return (
    <th className="right">
      <span className="compare__swatch" style={{ background: seriesColour(index) }} />
      <Anchor component={Link} href={`/runs/${run.runId}`} size="sm">
        {run.name ?? words.run} {index === 0 ? 'A' : 'B'}
      </Anchor>
    </th>
  );
}

/** What each of the two runs reported, and by how much they differ. */
export function ResultTable({ a, b }: Pair) {
  const rows = useMemo(() => listMeasures(a, b), [a, b]);
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.measure}</th>
          <RunHead run={a} index={0} />
          <RunHead run={b} index={1} />
          <th className="right">{words.difference}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{words.state}</td>
          <td className="right">
            <StateChip state={showRunState(a.status)} />
          </td>
          <td className="right">
            <StateChip state={showRunState(b.status)} />
          </td>
          <td />
        </tr>
        <tr>
          <td>{words.started}</td>
          <td className="right">{formatAge(a.createdAt, Date.now())}</td>
          <td className="right">{formatAge(b.createdAt, Date.now())}</td>
          <td />
        </tr>
        {rows.map(({ name, left, right }) => (
          <tr key={name}>
            <td>{sayMeasure(name)}</td>
            <td className="right">{left === null ? '' : formatNumber(left)}</td>
            <td className="right">{right === null ? '' : formatNumber(right)}</td>
            <td className="right">
              {left !== null && right !== null && showDifference(right - left)}
            </td>
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

function showDifference(value: number): string {
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}`;
}

/** Every number that both or one of the runs reported, by node. */
function listMeasures(a: RunView, b: RunView) {
  const names = new Set(
    [a, b].flatMap(({ reports }) =>
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
  return [...names].map((name) => ({ name, left: read(a, name), right: read(b, name) }));
}
