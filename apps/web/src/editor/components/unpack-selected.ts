import { notifications } from '@mantine/notifications';
import { findComponent, unpackComponent, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { EditorStore } from '../store/editor-store';
import { continueEditing } from './edit-session';

/** The component that is selected, if nothing else is. */
export function findSelectedComponent(store: EditorStore): string | null {
  const { cards, byId, history } = store.getState();
  const [only, ...more] = cards.filter(({ selected }) => selected);
  if (only === undefined || more.length > 0) return null;
  const kind = byId.get(only.id)?.kind ?? '';
  return findComponent(history.present, kind) === undefined ? null : only.id;
}

/** Puts the nodes of the selected component in its place, and selects them: one step of undo. */
export function unpackSelected(store: EditorStore): void {
  unpack(store, store.getState().history.present, findSelectedComponent(store) ?? '');
}

/** Takes a graph in which a component is unpacked instead of the document. */
export function unpack(store: EditorStore, graph: Graph, nodeId: string): void {
  const unpacked = unpackComponent(graph, catalogue, nodeId);
  if (!unpacked.ok) {
    notifications.show({ color: 'orange', message: unpacked.reason });
    return;
  }
  const { editing, history, replace, setEditing } = store.getState();
  const { nodeIds } = unpacked;
  if (editing) setEditing(continueEditing(editing, history.present, { nodeId, nodeIds }));
  replace(unpacked.graph, nodeIds);
}
