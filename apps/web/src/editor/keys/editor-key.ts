import * as words from '#words/keys';
import type { EditorState } from '../store/editor-state';

/** What keys can ask for beyond the document. */
export interface KeyActions {
  start: () => void;
  runToHere: () => void;
  /** Cancels the run that is shown. */
  interrupt: () => void;
  /** Says what a run would do, and why. */
  preview: () => void;
  fit: () => void;
  fitSelected: () => void;
  zoomToLife: () => void;
  /** Shows the whole canvas in small, or no longer. */
  overview: () => void;
  search: () => void;
  connect: () => void;
  find: () => void;
  /** Goes to the name of the selected node. */
  rename: () => void;
  note: () => void;
  frame: () => void;
  tidyUp: () => void;
  showKeys: () => void;
  /** Opens what the inspector says about the selected node; the keys where there is none. */
  help: () => void;
  keepVersion: () => void;
  /** Of the selected nodes. */
  makeComponent: () => void;
  /** Shows what is inside the selected component. */
  lookInside: () => void;
  /** Puts the nodes of the selected component in its place. */
  unpack: () => void;
  /** Says why something can't be done. */
  refuse: (reason: string) => void;
}

export const KEY_GROUPS = [words.build, words.edit, words.select, words.view, words.run] as const;

/** What a context menu is opened on: nodes (one of a component too), notes and frames, or the empty canvas. */
export type MenuPlace = 'card' | 'component' | 'annotation' | 'canvas';

export interface EditorKey {
  /** Written as `describeKey` says; any of them works. */
  readonly keys: readonly string[];
  /** What the list of keys names instead of them. */
  readonly listed?: readonly string[];
  readonly group: (typeof KEY_GROUPS)[number];
  readonly title: string;
  /** Works while a person types into a field, too. */
  readonly always?: true;
  /** In which context menus it is. */
  readonly menu?: readonly MenuPlace[];
  readonly run: (state: EditorState, actions: KeyActions, pressed: string) => void;
}
