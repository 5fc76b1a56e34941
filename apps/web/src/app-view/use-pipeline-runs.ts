import { useState } from 'react';
import { useNewestRun } from '../client/queries';

/** The run that the page shows: the one started here, else the newest of the pipeline. */
export function usePipelineRuns(pipelineId: string) {
  const [started, show] = useState<string | null>(null);
  const newest = useNewestRun(pipelineId);
  return { runId: started ?? newest, show };
}
