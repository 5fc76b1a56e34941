import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { PanelTab } from './panel-tabs';

type Foldable = 'palette' | 'inspector' | 'bottom';

interface LayoutState {
  readonly folded: Readonly<Record<Foldable, boolean>>;
  /** Height of the bottom panel in pixels. */
  readonly bottomHeight: number;
  readonly tab: PanelTab;
  readonly allKinds: boolean;
  /** The whole canvas is shown in small beside it. */
  readonly overview: boolean;
  /** The tour is offered until it was begun or declined. */
  readonly invited: boolean;
  fold: (part: Foldable, folded: boolean) => void;
  resizeBottom: (height: number) => void;
  openTab: (tab: PanelTab) => void;
  setAllKinds: (all: boolean) => void;
  toggleOverview: () => void;
  endInvitation: () => void;
}

export const LOWEST_PANEL = 120;

/** How a person arranged the editor; remembered by the browser. */
export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      folded: { palette: false, inspector: false, bottom: true },
      bottomHeight: 280,
      tab: 'problems',
      allKinds: false,
      overview: false,
      invited: true,
      fold: (part, folded) => set((state) => ({ folded: { ...state.folded, [part]: folded } })),
      resizeBottom: (height) => set({ bottomHeight: Math.max(LOWEST_PANEL, Math.round(height)) }),
      openTab: (tab) => set((state) => ({ tab, folded: { ...state.folded, bottom: false } })),
      setAllKinds: (allKinds) => set({ allKinds }),
      toggleOverview: () => set(({ overview }) => ({ overview: !overview })),
      endInvitation: () => set({ invited: false }),
    }),
    { name: 'graft.layout', version: 1 },
  ),
);
