import type { Client } from '@graft/contracts';
import { hasErrors, type Graph } from '@graft/graph';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import * as words from '#words/running';
import { describeError } from '../../client/api';
import { newKey } from '../../client/new-key';
import { queryKeys } from '../../client/query-keys';
import { keepUpstream } from '../document/keep-upstream';
import { useLayout } from '../panel/layout-store';
import { chooseRunTab, chooseTab, type PanelTab } from '../panel/panel-tabs';
import type { Autosave } from '../saving/autosave';
import type { EditorState } from '../store/editor-state';
import type { EditorStore } from '../store/editor-store';
import { findOnlySelected } from '../store/find-only-selected';

/** What of the graph is run; the node is the selected one. */
export type Goal =
  | { readonly kind: 'everything' }
  | { readonly kind: 'to-here'; readonly node: string }
  | { readonly kind: 'from-here'; readonly node: string }
  | { readonly kind: 'vary'; readonly vary: Vary }
  | { readonly kind: 'find-learning-rate'; readonly node: string };

/** Settings to try; see docs/run-options.md. */
export type Vary = NonNullable<Parameters<Client['startRun']>[0]['body']['vary']>;

/** What starting a run goes through. */
export interface Starting {
  readonly client: Client;
  readonly store: EditorStore;
  readonly queries: QueryClient;
  readonly autosave: Autosave;
  readonly pipelineId: string;
  readonly onStarted: (runId: string) => void;
}

/** Saves the draft and starts a run of it. Problems open their list instead. */
export async function startRun(
  { client, store, queries, autosave, pipelineId, onStarted }: Starting,
  goal: Goal,
): Promise<void> {
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
  }
}

/** Where the person who started it looks on. What is tried is shown on the page of the run, and how it goes here. */
function chooseGoalTab({ kind }: Goal, state: EditorState): PanelTab {
  if (kind === 'vary' || kind === 'find-learning-rate') return 'training';
  const { folded, tab } = useLayout.getState();
  const node = state.byId.get(findOnlySelected(state) ?? '');
  const ports = Object.keys(state.catalogue.get(node?.kind ?? '')?.outputs ?? {});
  return chooseRunTab(folded.bottom ? null : chooseTab(tab, ports));
}

function describeSource(goal: Goal, pipelineId: string, graph: Graph) {
  switch (goal.kind) {
    case 'everything':
      return { pipelineId };
    case 'to-here':
      return { graph, editedIn: pipelineId };
    case 'from-here':
      return { pipelineId, rerun: [goal.node] };
    case 'vary':
      return { pipelineId, vary: goal.vary };
    case 'find-learning-rate':
      return { pipelineId, findLearningRate: goal.node };
  }
}
