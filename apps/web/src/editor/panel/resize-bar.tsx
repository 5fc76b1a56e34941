import { useCallback, type KeyboardEvent, type PointerEvent } from 'react';
import * as words from '#words/panel';
import { LOWEST_PANEL, useLayout } from './layout-store';

/** The upper edge of the panel: dragged, or moved by the arrow keys. */
export function ResizeBar() {
  const { bottomHeight, resizeBottom } = useLayout();
  const start = useCallback(
    (event: PointerEvent<HTMLDivElement>) => {
      const from = event.clientY;
      const highest = window.innerHeight - 240;
      event.currentTarget.setPointerCapture(event.pointerId);
      const move = ({ clientY }: globalThis.PointerEvent) =>
        resizeBottom(Math.min(highest, bottomHeight + from - clientY));
      const end = () => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', end);
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
    },
    [bottomHeight, resizeBottom],
  );
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0;
    if (step === 0) return;
    event.preventDefault();
    resizeBottom(Math.min(window.innerHeight - 240, bottomHeight + step));
  };
  return (
    <div
      className="panel__resize"
      role="separator"
      aria-label={words.heightOfThePanel}
      aria-orientation="horizontal"
      aria-valuenow={bottomHeight}
      aria-valuemin={LOWEST_PANEL}
      tabIndex={0}
      onPointerDown={start}
      onKeyDown={onKey}
    />
  );
}
