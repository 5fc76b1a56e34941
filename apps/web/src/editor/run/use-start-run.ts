import { hasErrors } from '@graft/graph';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { describeError, useClient } from '../../client/api';
import { newKey } from '../../client/new-key';
import { queryKeys } from '../../client/query-keys';
import { keepUpstream } from '../document/keep-upstream';
import { useLayout } from '../panel/layout-store';
import type { Autosave } from '../saving/autosave';
import { useEditorStore } from '../store/editor-context';

interface StartRun {
  start: () => void;
  /** Runs the selected node and what it reads. */
  runToHere: () => void;
  starting: boolean;
}

/** Saves the draft and starts a run of it. Problems open their list instead. */
export function useStartRun(
  pipelineId: string,
  autosave: Autosave,
  onStarted: (runId: string) => void,
): StartRun {
  const client = useClient();
  const store = useEditorStore();
  const queries = useQueryClient();
  const [starting, setStarting] = useState(false);

  const startWith = useCallback(
    async (goal: string | null) => {
      const { inspection, history } = store.getState();
      const wanted = goal === null ? history.present : keepUpstream(history.present, goal);
      const names = new Set(wanted.nodes.map(({ id }) => id));
      const issues = inspection.issues.filter(
        ({ nodeId }) => nodeId === undefined || names.has(nodeId),
      );
      if (hasErrors(issues) || wanted.nodes.length === 0) {
        useLayout.getState().openTab('problems');
        return;
      }
      setStarting(true);
      try {
        if (!(await autosave.flush())) return;
        const body = goal === null ? { pipelineId } : { graph: wanted };
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
    },
    [autosave, client, onStarted, pipelineId, queries, store],
  );
  const start = useCallback(() => void startWith(null), [startWith]);
  const runToHere = useCallback(() => {
    const chosen = store.getState().cards.filter((card) => card.selected);
    if (chosen.length === 1 && chosen[0] !== undefined) void startWith(chosen[0].id);
    else {
      notifications.show({ title: 'Run to where?', message: 'Select one node first.' });
    }
  }, [startWith, store]);
  return { start, runToHere, starting };
}
