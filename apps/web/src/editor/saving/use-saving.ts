import type { Client } from '@graft/contracts';
import type { Graph } from '@graft/graph';
import { useEffect, useMemo } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { describeError, problemCode, useClient } from '../../client/api';
import type { EditorStore } from '../store/editor-store';
import { createAutosave, type Autosave, type SaveOutcome, type SaveState } from './autosave';
import { dropBackup, keepBackup } from './draft-backup';

export interface Saving {
  /** What the person sees. A store of its own: an edit draws the light anew, not the whole editor. */
  readonly light: StoreApi<SaveState>;
  readonly autosave: Autosave;
  /** Of the draft as the server has it. */
  readonly revision: () => number;
}

interface Opened {
  pipelineId: string;
  revision: number;
  store: EditorStore;
}

/** Saves the open document whenever it changes. */
export function useSaving({ pipelineId, revision, store }: Opened): Saving {
  const client = useClient();
  const saving = useMemo((): Saving => {
    let known = revision;
    const light = createStore<SaveState>(() => ({ kind: 'saved' }));
    const made = createAutosave({
      revision,
      onState(state) {
        const news = state.kind === 'failed' || state.kind !== light.getState().kind;
        if (news) light.setState(state, true);
      },
      save: async (graph, from) => {
        const outcome = await saveDraft(client, pipelineId, graph, from);
        if (outcome.kind === 'saved') {
          known = outcome.revision;
          dropBackup(pipelineId);
        }
        return outcome;
      },
    });
    const change = (graph: Graph) => {
      keepBackup(pipelineId, { revision: known, graph });
      made.change(graph);
    };
    return { light, autosave: { ...made, change }, revision: () => known };
  }, [client, pipelineId, revision]);

  const { autosave } = saving;
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') void autosave.flush();
    };
    document.addEventListener('visibilitychange', leave);
    const unsubscribe = store.subscribe((next, before) => {
      const graph = next.history.present;
      if (graph !== before.history.present) autosave.change(graph);
    });
    return () => {
      document.removeEventListener('visibilitychange', leave);
      unsubscribe();
      void autosave.flush();
      autosave.stop();
    };
  }, [autosave, store]);
  return saving;
}

async function saveDraft(
  client: Client,
  pipelineId: string,
  draft: Graph,
  revision: number,
): Promise<SaveOutcome> {
  try {
    const name = draft.name?.trim();
    const body = { revision, draft, ...(name === undefined || name === '' ? {} : { name }) };
    const saved = await client.savePipeline({ params: { pipelineId }, body });
    return { kind: 'saved', revision: saved.revision };
  } catch (thrown) {
    if (problemCode(thrown) === 'version.conflict') return { kind: 'conflict' };
    return { kind: 'failed', message: describeError(thrown) };
  }
}
