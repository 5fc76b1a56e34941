import { notifications } from '@mantine/notifications';
import type { GraphEdge } from '@graft/graph';
import type { Connection, FinalConnectionState } from '@xyflow/react';
import { useCallback } from 'react';
import * as words from '#words/canvas';
import { connect } from '../document/edit-graph';
import { openSearch } from '../palette/add-request';
import { useEditorStore } from '../store/editor-context';
import type { WireEdge } from '../store/flow-view';
import { readForWire } from '../store/wire-actions';
import { endConnection } from './end-connection';

function readWire(connection: Connection | WireEdge): GraphEdge {
  return {
    from: { node: connection.source, port: connection.sourceHandle ?? '' },
    to: { node: connection.target, port: connection.targetHandle ?? '' },
  };
}

function refuse(reason: string): void {
  notifications.show({ color: 'orange', title: words.thatWireDoesNotFit, message: reason });
}

/**
 * Drawing wires: which may be drawn, what a drawn one changes, what one offers that is dropped on nothing. The end of a
 * wire that is there is taken to another port, or away.
 */
export function useConnecting() {
  const store = useEditorStore();
  const isValidConnection = useCallback(
    (wire: Connection | WireEdge) => {
      const state = store.getState();
      return connect(readForWire(state), state.catalogue, readWire(wire)).ok;
    },
    [store],
  );
  const onConnect = useCallback(
    (wire: Connection) => {
      const reason = store.getState().connect(readWire(wire));
      if (reason !== null) refuse(reason);
    },
    [store],
  );
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      const ended = endConnection(store.getState(), event, end);
      if (ended === null) return;
      const { lifted, removeWires } = store.getState();
      if ('refused' in ended) refuse(ended.refused);
      else if (lifted !== null) removeWires([lifted]);
      else openSearch(ended.add);
    },
    [store],
  );
  const onReconnectStart = useCallback(
    (_: React.MouseEvent, { id }: WireEdge) => store.getState().lift(id),
    [store],
  );
  const onReconnect = useCallback(
    ({ id }: WireEdge, wire: Connection) => {
      const reason = store.getState().reconnect(id, readWire(wire));
      if (reason !== null) refuse(reason);
    },
    [store],
  );
  // Comes after the end of the connection, which asks what was lifted.
  const onReconnectEnd = useCallback(() => store.getState().lift(null), [store]);
  return {
    ...{ isValidConnection, onConnect, onConnectEnd },
    ...{ onReconnectStart, onReconnect, onReconnectEnd },
  };
}
