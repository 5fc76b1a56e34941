import * as words from '#words/keys';

/** `ctrl+shift+z`; the command key of a Mac counts as ctrl. */
export function describeKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'ctrl' : '',
    event.shiftKey ? 'shift' : '',
    event.altKey ? 'alt' : '',
  ];
  return [...parts.filter(Boolean), event.key.toLowerCase()].join('+');
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': words.space,
  ctrl: words.ctrl,
  shift: words.shift,
  alt: words.alt,
  enter: words.enter,
  escape: words.esc,
  delete: words.deleteKey,
  backspace: words.backspace,
  tab: words.tab,
  arrows: words.arrows,
};

/** The parts of a key as they are written on a keyboard. */
export function nameKey(key: string): string[] {
  return key.split('+').map((part) => NAMES[part] ?? part.toUpperCase());
}
