import { create } from 'zustand';

/** What lies over the editor; one thing at a time. */
export type EditorDialog =
  'keys' | 'connect' | 'find' | 'history' | 'code' | 'component' | 'inside' | 'plan';

interface EditorDialogs {
  readonly open: EditorDialog | null;
  show: (dialog: EditorDialog) => void;
  close: () => void;
}

export const useDialogs = create<EditorDialogs>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));
