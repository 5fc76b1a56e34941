import { removeParts, wireId, type Graph } from '@graft/graph';
import { connect } from '../document/edit-graph';
import type { Access } from './annotation-actions';
import type { EditorState } from './editor-state';

type WireActions = Pick<EditorState, 'connect' | 'reconnect' | 'removeWires' | 'lift'>;

/** What can be done with wires by themselves. */
export function createWireActions({ get, set, change }: Access): WireActions {
  const present = () => get().history.present;
  const draw = (graph: Graph, wire: Parameters<WireActions['connect']>[0]) => {
    const connected = connect(graph, get().catalogue, wire);
    if (!connected.ok) return connected.reason;
    change(connected.graph);
    return null;
  };
  return {
    connect: (wire) => draw(present(), wire),
    reconnect(id, wire) {
      if (wireId(wire) === id) return null;
      return draw(removeParts(present(), { wires: [id] }), wire);
    },
    removeWires: (wires) => change(removeParts(present(), { wires })),
    lift: (lifted) => set({ lifted }),
  };
}

/** The document that a held wire is drawn into: without the wire whose end it is. */
export function readForWire({ history, lifted }: Pick<EditorState, 'history' | 'lifted'>): Graph {
  return lifted === null ? history.present : removeParts(history.present, { wires: [lifted] });
}
