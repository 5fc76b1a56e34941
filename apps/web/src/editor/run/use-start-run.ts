import type { Client } from '@graft/contracts';
import { hasErrors, type Graph } from '@graft/graph';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import * as words from '#words/running';
import { describeError, useClient } from '../../client/api';
import { newKey } from '../../client/new-key';
import { queryKeys } from '../../client/query-keys';
import { keepUpstream } from '../document/keep-upstream';
import { useLayout } from '../panel/layout-store';
import { chooseRunTab, chooseTab, type PanelTab } from '../panel/panel-tabs';
import type { Autosave } from '../saving/autosave';
import { useEditorStore } from '../store/editor-context';
import type { EditorState } from '../store/editor-state';
import { findOnlySelected } from '../store/find-only-selected';

/** What of the graph is run; the node is the selected one. */
type Goal =
  | { readonly kind: 'everything' }
  | { readonly kind: 'to-here'; readonly node: string }
  | { readonly kind: 'from-here'; readonly node: string }
  | { readonly kind: 'vary'; readonly vary: Vary }
  | { readonly kind: 'find-learning-rate'; readonly node: string };

/** Settings to try; see docs/run-options.md. */
export type Vary = NonNullable<Parameters<Client['startRun']>[0]['body']['vary']>;

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
    async (goal: Goal) => {
      const { inspection, history } = store.getState();
      const whole = history.present;
      const wanted = goal.kind === 'to-here' ? keepUpstream(whole, goal.node) : whole;
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
        const body = describeSource(goal, pipelineId, wanted);
        const { runId } = await client.startRun({ body, idempotencyKey: newKey() });
        store.getState().setRan(whole);
        useLayout.getState().openTab(chooseGoalTab(goal, store.getState()));
        onStarted(runId);
        void queries.invalidateQueries({ queryKey: queryKeys.runs });
      } catch (thrown) {
        notifications.show({
          color: 'red',
          title: words.theRunDidNotStart,
          message: describeError(thrown),
        });
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

/** Where the person who started it looks on. What is tried is shown on the page of the run, and how it goes here. */
function chooseGoalTab({ kind }: Goal, state: EditorState): PanelTab {
  if (kind === 'vary' || kind === 'find-learning-rate') return 'training';
  const { folded, tab } = useLayout.getState();
  const node = state.byId.get(findOnlySelected(state) ?? '');
  const ports = Object.keys(state.catalogue.get(node?.kind ?? '')?.outputs ?? {});
  return chooseRunTab(folded.bottom ? null : chooseTab(tab, ports));
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

function describeSource(goal: Goal, pipelineId: string, graph: Graph) {
  switch (goal.kind) {
    case 'everything':
      return { pipelineId };
    case 'to-here':
      return { graph };
    case 'from-here':
      return { pipelineId, rerun: [goal.node] };
    case 'vary':
      return { pipelineId, vary: goal.vary };
    case 'find-learning-rate':
      return { pipelineId, findLearningRate: goal.node };
  }
}
