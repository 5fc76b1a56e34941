import { notifications } from '@mantine/notifications';
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { FIT, GLIDE } from '../canvas/keep-in-view';
import { useAddFrame } from '../canvas/use-add-frame';
import { useAddNote } from '../canvas/use-add-note';
import { useTidyUp } from '../canvas/use-tidy-up';
import { openSearch } from '../palette/add-request';
import { useLayout } from '../panel/layout-store';
import type { StartRun } from '../run/use-start-run';
import { useEditorStore } from '../store/editor-context';
import { useDialogs } from './editor-dialogs';
import type { KeyActions } from './editor-key';

/** What keys and the context menu do beyond the document. */
export function useKeyActions({
  start,
  runToHere,
  interrupt,
}: Pick<StartRun, 'start' | 'runToHere'> & Pick<KeyActions, 'interrupt'>): KeyActions {
  const store = useEditorStore();
  const { fitView, zoomTo } = useReactFlow();
  const note = useAddNote();
  const frame = useAddFrame();
  const tidyUp = useTidyUp();
  return useMemo(() => {
    const { show } = useDialogs.getState();
    return {
      start,
      runToHere,
      interrupt,
      preview: () => show('plan'),
      fit: () => void fitView({ ...FIT, ...GLIDE }),
      fitSelected() {
        const { cards, notes, frames } = store.getState();
        const nodes = [...cards, ...notes, ...frames].filter(({ selected }) => selected);
        if (nodes.length > 0) void fitView({ ...FIT, nodes, ...GLIDE });
      },
      zoomToLife: () => void zoomTo(1, GLIDE),
      overview: useLayout.getState().toggleOverview,
      search: () => openSearch(),
      connect: () => show('connect'),
      find: () => show('find'),
      rename() {
        useLayout.getState().fold('inspector', false);
        const name = () => document.querySelector<HTMLInputElement>('.inspector__title input');
        requestAnimationFrame(() => name()?.select());
      },
      note,
      frame,
      tidyUp,
      showKeys: () => show('keys'),
      help: () => openHelp(() => show('keys')),
      keepVersion: () => show('history'),
      makeComponent: () => show('component'),
      lookInside: () => show('inside'),
      unpack: () =>
        void import('../components/unpack-selected').then((part) => part.unpackSelected(store)),
      refuse: (message) => notifications.show({ color: 'orange', message }),
    };
  }, [store, fitView, zoomTo, note, frame, tidyUp, start, runToHere, interrupt]);
}

/** Unfolds the help of the selected node, and goes there; to something else where there is none. */
function openHelp(otherwise: () => void): void {
  useLayout.getState().fold('inspector', false);
  requestAnimationFrame(() => {
    const help = document.querySelector<HTMLDetailsElement>('.inspector__help');
    if (help === null) {
      otherwise();
      return;
    }
    help.open = true;
    help.scrollIntoView({ block: 'start' });
    help.querySelector('summary')?.focus();
  });
}
