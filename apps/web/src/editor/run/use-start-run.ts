import { hasErrors } from '@graft/graph';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { describeError, useClient } from '../../client/api';
import { newKey } from '../../client/new-key';
import { queryKeys } from '../../client/query-keys';
import { useLayout } from '../panel/layout-store';
import type { Autosave } from '../saving/autosave';
import { useEditorStore } from '../store/editor-context';

/** Saves the draft and starts a run of it. Problems open their list instead. */
export function useStartRun(
  pipelineId: string,
  autosave: Autosave,
  onStarted: (runId: string) => void,
): { start: () => void; starting: boolean } {
  const client = useClient();
  const store = useEditorStore();
  const queries = useQueryClient();
  const [starting, setStarting] = useState(false);

  const start = useCallback(async () => {
    const { inspection, history } = store.getState();
    if (hasErrors(inspection.issues) || history.present.nodes.length === 0) {
      useLayout.getState().openTab('problems');
      return;
    }
    setStarting(true);
    try {
      if (!(await autosave.flush())) return;
      const body = { pipelineId };
      const { runId } = await client.startRun({ body, idempotencyKey: newKey() });
      store.getState().setRan(history.present);
      useLayout.getState().openTab('training');
      onStarted(runId);
      void queries.invalidateQueries({ queryKey: queryKeys.runs });
    } catch (thrown) {
      notifications.show({
        color: 'red',
        title: 'The run did not start',
        message: describeError(thrown),
      });
    } finally {
      setStarting(false);
    }
  }, [autosave, client, onStarted, pipelineId, queries, store]);
  return { start: () => void start(), starting };
}
