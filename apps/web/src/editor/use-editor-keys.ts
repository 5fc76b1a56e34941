import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { FIT } from './canvas/keep-in-view';
import { useAddFrame } from './canvas/use-add-frame';
import { useAddNote } from './canvas/use-add-note';
import { useTidyUp } from './canvas/use-tidy-up';
import { readCopied } from './document/copy-graph';
import { useDialogs } from './keys/editor-dialogs';
import { describeKey, findKey } from './keys/editor-keys';
import { openSearch } from './palette/add-request';
import type { StartRun } from './run/use-start-run';
import { useEditorStore } from './store/editor-context';

/** True where typing means text, not commands. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"]') !== null)
  );
}

/** True where a key is nobody's own: on the page, and on the empty canvas. */
function isFree(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof Element && target.matches('.canvas'));
}

/** Keyboard commands and the clipboard. They are silent while a person types into a field. */
export function useEditorKeys({ start, runToHere }: Pick<StartRun, 'start' | 'runToHere'>): void {
  const store = useEditorStore();
  const { fitView } = useReactFlow();
  const note = useAddNote();
  const frame = useAddFrame();
  const tidyUp = useTidyUp();
  useEffect(() => {
    const { show } = useDialogs.getState();
    const actions = {
      start,
      runToHere,
      fit: () => void fitView({ ...FIT, duration: 150 }),
      search: () => openSearch(),
      connect: () => show('connect'),
      note,
      frame,
      tidyUp,
      showKeys: () => show('keys'),
      keepVersion: () => show('history'),
    };
    const onKey = (event: KeyboardEvent) => {
      const key = findKey(describeKey(event));
      if (key === undefined || (isTyping(event.target) && !key.always)) return;
      // On a button or a card, Space and Enter are its own.
      if (event.key === ' ' && !isFree(event.target)) return;
      event.preventDefault();
      key.run(store.getState(), actions);
    };
    const onCopy = (event: ClipboardEvent) => {
      const copied = store.getState().copySelected();
      if (isTyping(event.target) || copied === null || hasSelectedText()) return;
      event.clipboardData?.setData('text/plain', JSON.stringify(copied, null, 2));
      event.preventDefault();
      if (event.type !== 'cut') return;
      store.getState().selectContent();
      store.getState().removeSelected();
    };
    const onPaste = (event: ClipboardEvent) => {
      const copied = readCopied(event.clipboardData?.getData('text/plain') ?? '');
      if (isTyping(event.target) || copied === null) return;
      event.preventDefault();
      store.getState().paste(copied, { x: 48, y: 48 });
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, [store, fitView, note, frame, tidyUp, start, runToHere]);
}

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
