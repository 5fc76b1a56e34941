import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { FIT } from './canvas/keep-in-view';
import { readCopied } from './document/copy-graph';
import { useEditorStore } from './store/editor-context';
import type { EditorState } from './store/editor-state';

type KeyAction = (state: EditorState) => void;

/** Keys of the editor, written as in `describeKey`. */
function listKeys(start: () => void, fit: () => void): ReadonlyMap<string, KeyAction> {
  return new Map<string, KeyAction>([
    ['ctrl+z', (state) => state.undo()],
    ['ctrl+shift+z', (state) => state.redo()],
    ['ctrl+y', (state) => state.redo()],
    ['ctrl+a', (state) => state.select(state.cards.map((card) => card.id))],
    ['ctrl+d', duplicate],
    ['delete', (state) => state.removeSelected()],
    ['backspace', (state) => state.removeSelected()],
    ['escape', (state) => state.select([])],
    ['ctrl+enter', start],
    ['1', fit],
    [
      'shift+l',
      (state) => {
        state.layout();
        requestAnimationFrame(fit);
      },
    ],
  ]);
}

function duplicate(state: EditorState): void {
  const copied = state.copySelected();
  if (copied !== null) state.paste(copied, { x: 32, y: 32 });
}

/** `ctrl+shift+z`; the command key of a Mac counts as ctrl. */
export function describeKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
): string {
  const parts = [event.ctrlKey || event.metaKey ? 'ctrl' : '', event.shiftKey ? 'shift' : ''];
  return [...parts.filter(Boolean), event.key.toLowerCase()].join('+');
}

/** True where typing means text, not commands. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"]') !== null)
  );
}

/** Keyboard commands and the clipboard. They are silent while a person types into a field. */
export function useEditorKeys(start: () => void): void {
  const store = useEditorStore();
  const { fitView } = useReactFlow();
  useEffect(() => {
    const keys = listKeys(start, () => void fitView({ ...FIT, duration: 150 }));
    const onKey = (event: KeyboardEvent) => {
      const typing = isTyping(event.target);
      const action = keys.get(describeKey(event));
      if (action === undefined || (typing && describeKey(event) !== 'ctrl+enter')) return;
      event.preventDefault();
      action(store.getState());
    };
    const onCopy = (event: ClipboardEvent) => {
      const copied = store.getState().copySelected();
      if (isTyping(event.target) || copied === null || hasSelectedText()) return;
      event.clipboardData?.setData('text/plain', JSON.stringify(copied, null, 2));
      event.preventDefault();
      if (event.type === 'cut') store.getState().removeSelected();
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
  }, [store, fitView, start]);
}

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
