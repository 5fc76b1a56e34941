import { addComponents, extendCatalogue } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { sizeCard } from '../card-size';
import { addNode, type Place } from '../document/edit-graph';
import type { EditorStore } from '../store/editor-store';
import { loadRules } from '../store/graph-rules';
import { unpack } from './unpack-selected';
import type { ComponentVersion } from './use-components';

/** Linked: one node that stands for the component. Copied: its nodes, which are ordinary nodes from then on. */
export type InsertMode = 'linked' | 'copied';

/** Puts a component into the document with its middle at a place: one step of undo. */
export async function insertComponent(
  store: EditorStore,
  version: ComponentVersion,
  middle: Place,
  mode: InsertMode,
): Promise<void> {
  await loadRules();
  const [component] = version;
  const holding = addComponents(store.getState().history.present, version);
  const definition = extendCatalogue(catalogue, holding.components).get(component.kind);
  if (definition === undefined) return;
  const { width, height } = sizeCard(definition);
  const place = { x: middle.x - width / 2, y: middle.y - height / 2 };
  const { graph, id } = addNode(holding, definition, place);
  if (mode === 'copied') {
    unpack(store, graph, id);
    return;
  }
  store.getState().replace(graph);
  store.getState().select([id]);
}
