import { notifications } from '@mantine/notifications';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import * as words from '#words/canvas';
import { describeError } from '../../client/api';
import { useEditorStore } from '../store/editor-context';
import { readDrawing } from '../store/read-drawing';
import { FIT, GLIDE } from './keep-in-view';

/** Arranges the whole canvas and shows it. The layout library is loaded when it is first asked for. */
export function useTidyUp(): () => void {
  const store = useEditorStore();
  const { fitView } = useReactFlow();
  return useCallback(() => {
    const tidyUp = async () => {
      const { layOutDrawing } = await import('../layout/lay-out');
      store.getState().place(await layOutDrawing(readDrawing(store.getState())));
      requestAnimationFrame(() => void fitView({ ...FIT, ...GLIDE }));
    };
    tidyUp().catch((thrown: unknown) => {
      const message = describeError(thrown);
      notifications.show({ color: 'red', title: words.nothingWasArranged, message });
    });
  }, [store, fitView]);
}
