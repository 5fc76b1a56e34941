import { useState } from 'react';
import { useRunList } from '../client/queries';

/** The run that the page shows: the one started here, else the newest of the pipeline. */
export function usePipelineRuns(pipelineId: string) {
  const [started, show] = useState<string | null>(null);
  const newest = useRunList().data?.find((run) => run.pipelineId === pipelineId)?.runId ?? null;
  return { runId: started ?? newest, show };
}
