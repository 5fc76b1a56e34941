import type { AnyNodeDefinition } from '@graft/graph';
import { useCallback } from 'react';
import { findWire } from '../canvas/find-wire';
import { sizeCard } from '../card-size';
import { useEditorStore } from '../store/editor-context';
import { useDragPoint, type DropPoint } from './use-drag-point';
import { usePlacing } from './use-placing';

/** Adds a node where it is dragged to, into the wire that is there, or by a click in a free place. */
export function useDragToCanvas(definition: AnyNodeDefinition) {
  const store = useEditorStore();
  const place = usePlacing();
  const put = useCallback(
    (point: DropPoint) => {
      const wireId = point.canvas === null ? findWire(point) : null;
      store.getState().addOnWire(definition, place(point, sizeCard(definition)), wireId);
    },
    [definition, place, store],
  );
  return useDragPoint(put);
}
