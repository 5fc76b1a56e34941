import { parseGraph } from '@graft/graph';
import { useEffect, useState } from 'react';
import { useNewestRun, useRun } from '../../client/queries';
import { useEditorStore } from '../store/editor-context';

/** The run that the canvas shows: the one started here, else the newest of this pipeline. */
export function usePipelineRun(pipelineId: string): {
  runId: string | null;
  show: (runId: string) => void;
} {
  const store = useEditorStore();
  const [chosen, setChosen] = useState<string | null>(null);
  const newest = useNewestRun(pipelineId);
  const runId = chosen ?? newest;
  const ran = useRun(runId).data?.graph;
  useEffect(() => {
    if (ran !== undefined) store.getState().setRan(parseGraph(ran).graph ?? null);
  }, [ran, store]);
  return { runId, show: setChosen };
}
