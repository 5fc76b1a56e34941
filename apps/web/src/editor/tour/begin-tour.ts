import { useLayout } from '../panel/layout-store';
import type { EditorStore } from '../store/editor-store';

/** Opens what the tour shows, then starts it; its code is loaded now. It is not offered again. */
export async function beginTour(store: EditorStore): Promise<void> {
  const { fold, endInvitation } = useLayout.getState();
  endInvitation();
  fold('palette', false);
  fold('inspector', false);
  const { cards, select } = store.getState();
  const [first] = cards;
  // A narrow window shows the inspector beside a selected node only.
  if (first !== undefined && cards.every((card) => !card.selected)) select([first.id]);
  const { startTour } = await import('./start-tour');
  startTour();
}
