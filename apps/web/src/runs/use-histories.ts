import type { Client } from '@graft/contracts';
import { historyRowSchema, type HistoryRow } from '@graft/plan';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import type { RunProgress, StepProgress } from './run-progress';

const historySchema = z.object({ rows: z.array(historyRowSchema) });

/** True for a step whose curves were not part of this run's events: it was reused. */
function needsHistory(step: StepProgress): boolean {
  return step.rows.length === 0 && (step.state === 'reused' || step.state === 'succeeded');
}

/** A run with the curves of its reused steps, read from their stored histories. */
export function useWithHistories(
  run: RunProgress | null,
  hasHistory: (stepId: string) => boolean,
): RunProgress | null {
  const client = useClient();
  const runId = run?.runId ?? '';
  const wanted = Object.values(run?.steps ?? {})
    .filter((step) => needsHistory(step) && hasHistory(step.stepId))
    .map((step) => step.stepId);
  const { data } = useQuery({
    queryKey: queryKeys.histories(runId, wanted),
    queryFn: () => readHistories(client, runId, wanted),
    enabled: wanted.length > 0,
    staleTime: Infinity,
  });
  return useMemo(() => (run === null || data === undefined ? run : fillIn(run, data)), [run, data]);
}

function fillIn(run: RunProgress, histories: Readonly<Record<string, HistoryRow[]>>): RunProgress {
  const steps = Object.entries(run.steps).map(([stepId, step]): [string, StepProgress] => [
    stepId,
    step.rows.length > 0 ? step : { ...step, rows: histories[stepId] ?? [] },
  ]);
  return { ...run, steps: Object.fromEntries(steps) };
}

async function readHistories(
  client: Client,
  runId: string,
  stepIds: readonly string[],
): Promise<Record<string, HistoryRow[]>> {
  const read = stepIds.map(async (stepId): Promise<[string, HistoryRow[]]> => {
    const response = await client.getOutput({ params: { runId, stepId, output: 'history' } });
    return [stepId, historySchema.parse(await response.json()).rows];
  });
  return Object.fromEntries(await Promise.all(read));
}
