import type { NodeMode } from '@graft/graph';
import type { EditorState } from '../store/editor-state';

/** What keys can ask for beyond the document. */
export interface KeyActions {
  start: () => void;
  runToHere: () => void;
  fit: () => void;
  search: () => void;
  connect: () => void;
  find: () => void;
  /** Goes to the name of the selected node. */
  rename: () => void;
  note: () => void;
  frame: () => void;
  tidyUp: () => void;
  showKeys: () => void;
  keepVersion: () => void;
  /** Says why something can't be done. */
  refuse: (reason: string) => void;
}

export const KEY_GROUPS = ['Build', 'Edit', 'Select', 'View', 'Run'] as const;

/** What a context menu is opened on: nodes, notes and frames, or the empty canvas. */
export type MenuPlace = 'card' | 'annotation' | 'canvas';

export interface EditorKey {
  /** Written as `describeKey` says; any of them works. */
  readonly keys: readonly string[];
  readonly group: (typeof KEY_GROUPS)[number];
  readonly title: string;
  /** Works while a person types into a field, too. */
  readonly always?: true;
  /** In which context menus it is. */
  readonly menu?: readonly MenuPlace[];
  readonly run: (state: EditorState, actions: KeyActions) => void;
}

/** Every key of the editor: what they do, and what the list of keys says about them. */
export const EDITOR_KEYS: readonly EditorKey[] = [
  {
    keys: [' '],
    group: 'Build',
    title: 'Search for a node to add',
    menu: ['canvas'],
    run: (_, { search }) => search(),
  },
  {
    keys: ['c'],
    group: 'Build',
    title: 'Connect the selected node to …',
    menu: ['card'],
    run: (_, { connect }) => connect(),
  },
  {
    keys: ['ctrl+g'],
    group: 'Build',
    title: 'Frame what is selected',
    menu: ['card', 'annotation', 'canvas'],
    run: (_, { frame }) => frame(),
  },
  {
    keys: ['n'],
    group: 'Build',
    title: 'Write a note',
    menu: ['canvas'],
    run: (_, { note }) => note(),
  },
  {
    keys: ['ctrl+d'],
    group: 'Build',
    title: 'Duplicate',
    menu: ['card', 'annotation'],
    run: duplicate,
  },
  {
    keys: ['ctrl+m', 'd'],
    group: 'Edit',
    title: 'Mute, or use again',
    menu: ['card'],
    run: toggle('muted'),
  },
  {
    keys: ['ctrl+b'],
    group: 'Edit',
    title: 'Bypass, or use again',
    menu: ['card'],
    run: toggle('bypassed'),
  },
  {
    keys: ['delete', 'backspace'],
    group: 'Edit',
    title: 'Delete, and close the gap',
    menu: ['card', 'annotation'],
    run: (state) => state.removeSelected(),
  },
  {
    keys: ['ctrl+shift+g'],
    group: 'Edit',
    title: 'Remove the frame, keep what is in it',
    menu: ['annotation'],
    run: (state) => state.removeFrames(),
  },
  {
    keys: ['f2'],
    group: 'Edit',
    title: 'Rename a node or frame, write into a note',
    menu: ['card', 'annotation'],
    run: openForWriting,
  },
  { keys: ['ctrl+z'], group: 'Edit', title: 'Undo', run: (state) => state.undo() },
  { keys: ['ctrl+shift+z', 'ctrl+y'], group: 'Edit', title: 'Redo', run: (state) => state.redo() },
  {
    keys: ['ctrl+s'],
    group: 'Edit',
    title: 'Keep a version under a name; drafts are saved by themselves',
    always: true,
    run: (_, { keepVersion }) => keepVersion(),
  },
  {
    keys: ['ctrl+a'],
    group: 'Select',
    title: 'Select everything',
    menu: ['canvas'],
    run: ({ select, cards, notes, frames }) =>
      select([...cards, ...notes, ...frames].map(({ id }) => id)),
  },
  { keys: ['escape'], group: 'Select', title: 'Select nothing', run: (state) => state.select([]) },
  {
    keys: ['ctrl+f'],
    group: 'View',
    title: 'Find a node, note or frame',
    menu: ['canvas'],
    run: (_, { find }) => find(),
  },
  {
    keys: ['1'],
    group: 'View',
    title: 'Show everything',
    menu: ['canvas'],
    run: (_, { fit }) => fit(),
  },
  {
    keys: ['shift+l'],
    group: 'View',
    title: 'Tidy up',
    menu: ['canvas'],
    run: (_, { tidyUp }) => tidyUp(),
  },
  {
    keys: ['?', 'shift+?'],
    group: 'View',
    title: 'Show this list',
    run: (_, { showKeys }) => showKeys(),
  },
  {
    keys: ['ctrl+enter'],
    group: 'Run',
    title: 'Run',
    always: true,
    run: (_, { start }) => start(),
  },
  {
    keys: ['ctrl+shift+enter'],
    group: 'Run',
    title: 'Run to the selected node',
    menu: ['card'],
    run: (_, { runToHere }) => runToHere(),
  },
];

/** Keys that the browser and the canvas handle themselves; they belong into the list all the same. */
export const OTHER_KEYS: readonly Pick<EditorKey, 'keys' | 'group' | 'title'>[] = [
  {
    keys: ['ctrl+c', 'ctrl+x', 'ctrl+v'],
    group: 'Edit',
    title: 'Copy, cut, paste; across pipelines too',
  },
  { keys: ['tab'], group: 'Build', title: 'Search where the empty canvas was clicked' },
  { keys: ['tab'], group: 'Select', title: 'From a node: the next one; Enter selects it' },
  { keys: ['shift'], group: 'Select', title: 'Hold and drag: select a region' },
  { keys: ['arrows'], group: 'Edit', title: 'Move the selected node' },
];

function toggle(mode: NodeMode): EditorKey['run'] {
  return (state, { refuse }) => {
    const reason = state.toggleMode(mode);
    if (reason !== null) refuse(reason);
  };
}

function openForWriting(state: EditorState, { rename }: KeyActions): void {
  const chosen = [...state.frames, ...state.notes, ...state.cards].filter(
    ({ selected }) => selected,
  );
  const [only, ...more] = chosen;
  if (only === undefined || more.length > 0) return;
  if (only.type === 'card') rename();
  else state.startWriting(only.id);
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

/** The entry of a pressed key. */
export function findKey(pressed: string): EditorKey | undefined {
  return EDITOR_KEYS.find(({ keys }) => keys.includes(pressed));
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ctrl: 'Ctrl',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  delete: 'Delete',
  backspace: 'Backspace',
  tab: 'Tab',
  arrows: 'Arrows',
};

/** The parts of a key as they are written on a keyboard. */
export function nameKey(key: string): string[] {
  return key.split('+').map((part) => NAMES[part] ?? part.toUpperCase());
}
