import { Text } from '@mantine/core';
import { countParameters, type ModelSpec, type ModelSummary } from '@graft/model';
import { useMemo, useState } from 'react';
import * as words from '#words/panel';
import { formatCount } from '../../frame/format';
import { lazyPart } from '../../frame/lazy-part';
import { useEditor } from '../store/editor-context';
import { listLayerRows } from './list-layer-rows';
import { findNamedBase } from './named-base';

const BaseMaps = lazyPart(() =>
  import('../../models/base-maps').then(({ BaseMaps: part }) => part),
);

/** A model layer by layer: shapes, weights, what trains. */
export function ModelPort({ nodeId, summary }: { nodeId: string; summary: ModelSummary }) {
  const { spec, name, notes } = summary;
  const rows = useMemo(() => listLayerRows(spec), [spec]);
  const { total, trainable } = useMemo(() => countParameters(spec), [spec]);
  const anew = rows.reduce((sum, row) => sum + (row.anew ? row.weights : 0), 0);
  return (
    <>
      <Text size="sm" mb={8} className="numbers">
        <b>{name}</b>:{' '}
        {words.sizeOfTheModel(rows.length, formatCount(total), formatCount(trainable))}
        {anew > 0 && `, ${words.startAnew(formatCount(anew))}`}
        {notes.length > 0 && `; ${notes.join('; ')}`}
      </Text>
      <LookInside nodeId={nodeId} spec={spec} />
      <table className="table table--dense port-layers" aria-label={words.layers}>
        <thead>
          <tr>
            <th>{words.layer}</th>
            <th>{words.layerClass}</th>
            <th>{words.block}</th>
            <th className="right">{words.outputShape}</th>
            <th className="right">{words.weights}</th>
            <th>{words.trains}</th>
            <th>{words.reads}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>{row.name}</td>
              <td>{row.kind}</td>
              <td>{row.block}</td>
              <td className="right port-layers__shape">{row.shape}</td>
              <td className="right">{row.weights === 0 ? '' : formatCount(row.weights)}</td>
              <td>{row.weights === 0 ? '' : words.howItLearns(row.trains, row.anew)}</td>
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

/** Of a node that brings a base for pictures: what each block of it sees in one's own picture. */
function LookInside({ nodeId, spec }: { nodeId: string; spec: ModelSpec }) {
  const base = useEditor(({ history, catalogue }) =>
    findNamedBase(history.present, catalogue, nodeId),
  );
  const [open, setOpen] = useState(false);
  const { input } = spec;
  if (base === null || input.kind !== 'image' || input.height !== input.width) return null;
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.whatEachBlockSeesInYourPicture}</summary>
      {open && <BaseMaps looker={{ base, size: input.height }} />}
    </details>
  );
}
