import { isTerminal, type Client } from '@graft/contracts';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import * as words from '#words/running';
import { controlRun } from '../../runs/control-run';
import { useRuns } from '../../runs/run-store';

/** Cancels a run; says so where there is none that goes on. */
export function interruptRun(client: Client, queries: QueryClient, runId: string | null): void {
  const state = useRuns.getState().runs[runId ?? '']?.state;
  if (runId === null || state === undefined || isTerminal(state)) {
    notifications.show({ message: words.noRunGoesOn });
  } else {
    controlRun(client, queries, runId).cancel();
  }
}
