import { countParameters, describeCount, HEAD_BLOCK, type ModelSpec } from '@graft/model';
import { useMemo } from 'react';
import { formatPlural } from '../../frame/format';
import { useEditor } from '../store/editor-context';

interface Row {
  readonly block: string;
  readonly layers: number;
  readonly total: number;
  readonly trainable: number;
  readonly fresh: boolean;
}

/** The model that leaves a node, block by block: frozen, trainable, or starting anew. */
export function LayerColumn({ nodeId }: { nodeId: string }) {
  const spec = useEditor(({ inspection }) => {
    const outputs = Object.values(inspection.summaries.get(nodeId) ?? {});
    const model = outputs.find((each) => each.type === 'model');
    return model?.type === 'model' ? model.spec : null;
  });
  const rows = useMemo(() => (spec === null ? [] : listRows(spec)), [spec]);
  if (rows.length === 0) return null;
  return (
    <section className="layers" aria-label="Layers by block">
      <h3>Layers</h3>
      <ul className="layers__legend" aria-hidden>
        <li data-look="frozen">Frozen</li>
        <li data-look="trains">Trainable</li>
        <li data-look="fresh">Starts anew</li>
      </ul>
      <ol>
        {rows.map((row) => (
          <li key={row.block} data-look={lookOf(row)}>
            <span>{row.block === HEAD_BLOCK ? 'head' : row.block}</span>
            <span className="layers__detail numbers">
              {formatPlural(row.layers, 'layer')}, {describeCount(row.total)} weights
              <span className="visually-hidden">, {WORDS[lookOf(row)]}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const WORDS = { frozen: 'frozen', trains: 'trainable', fresh: 'trainable, starts anew' } as const;

function lookOf({ trainable, fresh }: Row): keyof typeof WORDS {
  if (trainable === 0) return 'frozen';
  return fresh ? 'fresh' : 'trains';
}

function listRows(spec: ModelSpec): Row[] {
  return countParameters(spec).blocks.map(({ block, total, trainable }) => {
    const layers = spec.layers.filter((layer) => layer.block === block);
    const weights = layers.flatMap((layer) => layer.weights);
    const fresh = weights.some((weight) => weight.source.kind === 'initialiser');
    return { block, layers: layers.length, total, trainable, fresh };
  });
}
