import { Portal } from '@mantine/core';
import { useConnection, useReactFlow } from '@xyflow/react';
import { memo } from 'react';
import { connect } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';
import { readForWire } from '../store/wire-actions';
import { WRONG_SIDE } from './end-connection';
import { orderWire } from './order-wire';

/** While a wire is held over a port that can't take it: why. */
export const ConnectionHint = memo(function ConnectionHint() {
  const connection = useConnection();
  const store = useEditorStore();
  const { flowToScreenPosition } = useReactFlow();
  if (!connection.inProgress || connection.toHandle === null) return null;
  const { fromHandle, toHandle } = connection;
  const wire = orderWire(
    fromHandle.type === 'source',
    { node: fromHandle.nodeId, port: fromHandle.id ?? '' },
    { node: toHandle.nodeId, port: toHandle.id ?? '' },
  );
  const reason = explain(fromHandle.type === toHandle.type, () =>
    connect(readForWire(store.getState()), store.getState().catalogue, wire),
  );
  if (reason === null) return null;
  const { x, y } = flowToScreenPosition(connection.to);
  return (
    <Portal>
      <div
        className="canvas__hint"
        role="status"
        style={{ left: Math.min(x + 16, window.innerWidth - 320), top: y + 12 }}
      >
        {reason}
      </div>
    </Portal>
  );
});

function explain(sameSide: boolean, tryIt: () => ReturnType<typeof connect>): string | null {
  if (sameSide) return WRONG_SIDE;
  const tried = tryIt();
  return tried.ok ? null : tried.reason;
}
