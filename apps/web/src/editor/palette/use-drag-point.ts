import { useCallback, useRef, useState, type PointerEvent } from 'react';
import type { Place } from '../document/edit-graph';
import { useEditorStore } from '../store/editor-context';

const FAR_ENOUGH = 5;

/**
 * Where on the canvas something is put: where it was dragged to (with mouse, pen or finger), or by a
 * click the middle of what is visible. Points are of the window.
 */
export function useDragPoint(put: (point: Place, dragged: boolean) => void) {
  const store = useEditorStore();
  const [ghost, setGhost] = useState<Place | null>(null);
  const dragged = useRef(false);

  const start = useCallback(
    (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      const from = { x: event.clientX, y: event.clientY };
      dragged.current = false;
      const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
        const far = Math.hypot(clientX - from.x, clientY - from.y) > FAR_ENOUGH;
        dragged.current ||= far;
        if (dragged.current) setGhost({ x: clientX, y: clientY });
      };
      const end = (last: globalThis.PointerEvent) => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', end);
        window.removeEventListener('pointercancel', end);
        setGhost(null);
        const target = document.elementFromPoint(last.clientX, last.clientY);
        const over = target?.closest('.canvas') !== null && target !== null;
        if (dragged.current && over && last.type === 'pointerup') {
          put({ x: last.clientX, y: last.clientY }, true);
        }
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
      window.addEventListener('pointercancel', end);
    },
    [put],
  );

  const click = useCallback(() => {
    if (dragged.current) {
      dragged.current = false;
      return;
    }
    const canvas = document.querySelector('.canvas')?.getBoundingClientRect();
    if (canvas === undefined) return;
    const shift = 24 * (store.getState().cards.length % 6);
    const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height / 2];
    put({ x: x + shift, y: y + shift }, false);
  }, [put, store]);

  return { start, click, ghost };
}
