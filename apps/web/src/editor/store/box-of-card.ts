import { UNKNOWN_SIZE } from '../card-size';
import type { Box } from '../document/free-place';
import type { CardNode } from './flow-view';

/** What of the canvas a card takes up. */
export function boxOfCard({ position, measured }: CardNode): Box {
  const { width = UNKNOWN_SIZE.width, height = UNKNOWN_SIZE.height } = measured ?? {};
  return { ...position, width, height };
}
