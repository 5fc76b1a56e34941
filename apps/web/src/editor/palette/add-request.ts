import type { GraphEdge } from '@graft/graph';
import { create } from 'zustand';

/** Where the search opens, and the port that a wire was drawn from. */
export interface AddRequest {
  readonly x: number;
  readonly y: number;
  readonly from: (GraphEdge['from'] & { fromOutput: boolean }) | null;
}

/** The search that is open; null when there is none. */
export const useAddRequest = create<{ request: AddRequest | null }>()(() => ({ request: null }));

/** Opens the search to add a node: at a place, or in the middle of the canvas. */
export function openSearch(request?: AddRequest): void {
  useAddRequest.setState({ request: request ?? placeInMiddle() });
}

export function closeSearch(): void {
  useAddRequest.setState({ request: null });
}

function placeInMiddle(): AddRequest | null {
  const frame = document.querySelector('.canvas')?.getBoundingClientRect();
  if (frame === undefined) return null;
  return { x: frame.x + frame.width / 2 - 150, y: frame.y + frame.height / 3, from: null };
}
