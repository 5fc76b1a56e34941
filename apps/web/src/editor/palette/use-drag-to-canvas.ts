import type { AnyNodeDefinition } from '@graft/graph';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { findWire } from '../canvas/find-wire';
import { sizeCard } from '../card-size';
import type { Place } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';
import { useDragPoint } from './use-drag-point';

/** Adds a node where it is dragged to, into the wire that is there, or by a click in the middle. */
export function useDragToCanvas(definition: AnyNodeDefinition) {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const put = useCallback(
    (point: Place, dragged: boolean) => {
      const { width, height } = sizeCard(definition);
      const { x, y } = screenToFlowPosition(point);
      const wireId = dragged ? findWire(point) : null;
      store.getState().addOnWire(definition, { x: x - width / 2, y: y - height / 2 }, wireId);
    },
    [definition, screenToFlowPosition, store],
  );
  return useDragPoint(put);
}
