import { useEffect } from 'react';
import { readCopied } from './document/copy-graph';
import { flushTyped } from './form/late-commit';
import type { KeyActions } from './keys/editor-key';
import { findKey } from './keys/editor-keys';
import { describeKey } from './keys/key-names';
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
export function useEditorKeys(actions: KeyActions): void {
  const store = useEditorStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = describeKey(event);
      const key = findKey(pressed);
      if (key === undefined || (isTyping(event.target) && !key.always)) return;
      // On a button or a card, Space and Enter are its own.
      if (event.key === ' ' && !isFree(event.target)) return;
      // A card that has the focus moves all that is selected when an arrow is pressed.
      if (event.key.startsWith('Arrow') && event.defaultPrevented) return;
      event.preventDefault();
      flushTyped();
      key.run(store.getState(), actions, pressed);
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
  }, [store, actions]);
}

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
