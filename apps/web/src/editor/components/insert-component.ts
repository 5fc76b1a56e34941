import { catalogue } from '@graft/nodes';
import type { EditorStore } from '../store/editor-store';
import { loadRules } from '../store/graph-rules';
import { placeComponent, type Spot } from './place-component';
import { unpack } from './unpack-selected';
import type { ComponentVersion } from './use-components';

/** Linked: one node that stands for the component. Copied: its nodes, which are ordinary nodes from then on. */
export type InsertMode = 'linked' | 'copied';

/** Puts a component into the document: one step of undo. */
export async function insertComponent(
  store: EditorStore,
  version: ComponentVersion,
  spot: Spot,
  mode: InsertMode,
): Promise<void> {
  await loadRules();
  const placed = placeComponent(store.getState().history.present, catalogue, version, spot);
  if (placed === null) return;
  if (mode === 'copied') {
    unpack(store, placed.graph, placed.id);
    return;
  }
  store.getState().replace(placed.graph, [placed.id]);
}
