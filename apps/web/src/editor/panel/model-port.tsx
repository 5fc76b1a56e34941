import { Text } from '@mantine/core';
import { countParameters, type ModelSummary } from '@graft/model';
import { useMemo } from 'react';
import { formatCount, formatPlural } from '../../frame/format';
import { listLayerRows } from './list-layer-rows';

/** A model layer by layer: shapes, weights, what trains. */
export function ModelPort({ summary }: { summary: ModelSummary }) {
  const { spec, name, notes } = summary;
  const rows = useMemo(() => listLayerRows(spec), [spec]);
  const { total, trainable } = useMemo(() => countParameters(spec), [spec]);
  return (
    <>
      <Text size="sm" mb={8} className="numbers">
        <b>{name}</b>: {formatPlural(rows.length, 'layer')}, {formatCount(total)} weights,{' '}
        {formatCount(trainable)} of them trainable
        {notes.length > 0 && `; ${notes.join('; ')}`}
      </Text>
      <table className="table table--dense port-layers" aria-label="Layers">
        <thead>
          <tr>
            <th>Layer</th>
            <th>Class</th>
            <th>Block</th>
            <th className="right">Output shape</th>
            <th className="right">Weights</th>
            <th>Trains</th>
            <th>Reads</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>{row.name}</td>
              <td>{row.kind}</td>
              <td>{row.block}</td>
              <td className="right">{row.shape}</td>
              <td className="right">{row.weights === 0 ? '' : formatCount(row.weights)}</td>
              <td>{row.weights === 0 ? '' : row.trains ? 'yes' : 'frozen'}</td>
              <td className="port-layers__reads" title={row.inbound}>
                {row.inbound}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
