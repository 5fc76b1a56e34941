import type { EditorState } from './editor-state';

/** Id of the selected node; null unless it is the only one. */
export function findOnlySelected({ cards }: Pick<EditorState, 'cards'>): string | null {
  const [only, ...more] = cards.filter((card) => card.selected);
  return only === undefined || more.length > 0 ? null : only.id;
}
