import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import * as words from '#words/running';
import { useClient } from '../../client/api';
import type { Autosave } from '../saving/autosave';
import { useEditorStore } from '../store/editor-context';
import type { EditorState } from '../store/editor-state';
import { findOnlySelected } from '../store/find-only-selected';
import type { Goal, Vary } from './start-run';

export interface StartRun {
  start: () => void;
  /** Runs the selected node and what it reads. */
  runToHere: () => void;
  /** Runs the selected node and what follows anew, although their results are there. */
  runFromHere: () => void;
  /** Trains with each of these settings and compares them. */
  vary: (vary: Vary) => void;
  /** Searches a learning rate for the selected node, or for the only one that trains. */
  findLearningRate: () => void;
  starting: boolean;
}

/** Starts runs of the open pipeline; how is loaded with the first one. */
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
    async (goal: Goal) => {
      setStarting(true);
      try {
        const { startRun } = await import('./start-run');
        await startRun({ client, store, queries, autosave, pipelineId, onStarted }, goal);
      } finally {
        setStarting(false);
      }
    },
    [autosave, client, onStarted, pipelineId, queries, store],
  );
  const start = useCallback(() => void startWith({ kind: 'everything' }), [startWith]);
  const startAt = useCallback(
    (kind: 'to-here' | 'from-here') => {
      const node = findOnlySelected(store.getState());
      if (node !== null) void startWith({ kind, node });
      else notifications.show({ title: words.whichNode, message: words.selectOneNodeFirst });
    },
    [startWith, store],
  );
  const runToHere = useCallback(() => startAt('to-here'), [startAt]);
  const runFromHere = useCallback(() => startAt('from-here'), [startAt]);
  const vary = useCallback(
    (settings: Vary) => void startWith({ kind: 'vary', vary: settings }),
    [startWith],
  );
  const findLearningRate = useCallback(() => {
    const node = findTraining(store.getState());
    if (node !== null) void startWith({ kind: 'find-learning-rate', node });
    else notifications.show({ title: words.whichNode, message: words.selectOneThatTrainsFirst });
  }, [startWith, store]);
  return { start, runToHere, runFromHere, vary, findLearningRate, starting };
}

/** The selected node that trains, or the only one there is. */
function findTraining({ history, cards, catalogue }: EditorState): string | null {
  const selected = new Set(cards.flatMap(({ id, selected: chosen }) => (chosen ? [id] : [])));
  const trainings = history.present.nodes.filter(
    ({ kind, mode }) =>
      mode === undefined && catalogue.get(kind)?.step?.searchesLearningRate === true,
  );
  const chosen = trainings.filter(({ id }) => selected.has(id));
  const [only, ...more] = chosen.length > 0 ? chosen : trainings;
  return only === undefined || more.length > 0 ? null : only.id;
}
