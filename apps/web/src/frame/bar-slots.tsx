import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface Slots {
  readonly left: HTMLElement | null;
  readonly right: HTMLElement | null;
}

export const BarSlots = createContext<Slots>({ left: null, right: null });

/** Shows its children in the top bar: beside the places, or at the right end. */
export function InBar({ side, children }: { side: keyof Slots; children: ReactNode }) {
  const slot = useContext(BarSlots)[side];
  return slot === null ? null : createPortal(children, slot);
}
