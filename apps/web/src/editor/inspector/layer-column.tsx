import { Text } from '@mantine/core';
import type { Summary } from '@graft/graph';
import { describeCount, HEAD_BLOCK, type ModelSpec } from '@graft/model';
import { useMemo } from 'react';
import * as words from '#words/inspector';
import { LOCALE } from '../../words/locale';
import { listInputs } from '../form/choices';
import { chooseValue, makeForm, readField, type FormField } from '../form/form-model';
import { useDocument, useEditorStore } from '../store/editor-context';
import {
  BLOCK_LOOKS,
  countLooks,
  listBlockRows,
  type BlockLook,
  type BlockRow,
} from './list-block-rows';

const LOOK_TITLES: Readonly<Record<BlockLook, string>> = {
  frozen: words.frozen,
  trains: words.trainable,
  fresh: words.startsAnew,
  'fresh-frozen': words.frozenAndStartsAnew,
  dropped: words.dropped,
};

/**
 * The model of a node, block by block: frozen, trainable, starting anew or dropped. Where the node asks
 * for a layer, a click on a block answers.
 */
export function LayerColumn({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const arriving = useDocument((state) => findSpec(listInputs(state, nodeId)));
  const leaving = useDocument(({ inspection }) =>
    findSpec(Object.values(inspection.summaries.get(nodeId) ?? {})),
  );
  const field = useDocument((state) =>
    findLayerField(state.catalogue.get(state.byId.get(nodeId)?.kind ?? '')),
  );
  const chosen = useDocument((state) =>
    field === null ? null : readChosen(field, state.byId.get(nodeId)?.params ?? {}),
  );
  const rows = useMemo(() => listBlockRows(arriving, leaving), [arriving, leaving]);
  if (rows.length === 0) return null;
  return (
    <section className="layers" aria-label={words.layersByBlock}>
      <h3>{words.layers}</h3>
      <Legend rows={rows} />
      {field !== null && (
        <Text size="xs" c="dimmed" mb={6}>
          {words.clickABlockToChooseIt(field.title)}
        </Text>
      )}
      <ol>
        {rows.map((row) => (
          <li key={row.block}>
            {field === null ? (
              <div className="layers__block" data-look={row.look}>
                <BlockWords row={row} />
              </div>
            ) : (
              <button
                type="button"
                className="layers__block"
                data-look={row.look}
                aria-pressed={chosen === row.block}
                onClick={() => store.getState().setParams(nodeId, chooseValue(field, row.block))}
              >
                <BlockWords row={row} />
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Which look is which, with the number of weights of each. */
function Legend({ rows }: { rows: readonly BlockRow[] }) {
  const counts = countLooks(rows);
  return (
    <ul className="layers__legend">
      {BLOCK_LOOKS.filter((look) => counts[look] > 0).map((look) => (
        <li key={look} data-look={look}>
          <span>
            {LOOK_TITLES[look]} <b className="numbers">{describeCount(counts[look], LOCALE)}</b>
          </span>
        </li>
      ))}
    </ul>
  );
}

function BlockWords({ row: { block, layers, total, look } }: { row: BlockRow }) {
  return (
    <>
      <span className="layers__name">{block === HEAD_BLOCK ? words.head : block}</span>
      <span className="layers__detail numbers">
        {words.layersAndWeights(layers, describeCount(total, LOCALE))}
        <span className="visually-hidden">{words.areWeights(LOOK_TITLES[look])}</span>
      </span>
    </>
  );
}

function findSpec(summaries: readonly Summary[]): ModelSpec | null {
  const model = summaries.find((each) => each.type === 'model');
  return model?.type === 'model' ? model.spec : null;
}

/** The parameter that takes a layer as the main question of a node; null where there is none. */
function findLayerField(definition: Parameters<typeof makeForm>[0] | undefined): FormField | null {
  if (definition === undefined) return null;
  return (
    makeForm(definition).find(({ input, advanced }) => input.kind === 'layer' && !advanced) ?? null
  );
}

/** The chosen layer or block, while the other parameters let it count. */
function readChosen(field: FormField, params: Parameters<typeof readField>[1]): string | null {
  const counts = Object.entries(field.alongside).every(([name, value]) => params[name] === value);
  const layer = readField(field, params);
  return counts && typeof layer === 'string' ? layer : null;
}
