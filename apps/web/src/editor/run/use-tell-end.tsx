import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { isTerminal, type RunState, type RunView } from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from '../../client/api';
import { queryKeys } from '../../client/query-keys';
import { useRuns } from '../../runs/run-store';
import { notifyEnd } from './notify-end';

/** Says how a run ended that was seen running, with the way to the model it registered. */
export function useTellEnd(runId: string | null): void {
  const client = useClient();
  const queries = useQueryClient();
  const state = useRuns((runs) => (runId === null ? undefined : runs.runs[runId]?.state));
  const before = useRef<{ runId: string | null; state: RunState | undefined }>({ runId, state });
  useEffect(() => {
    const last = before.current;
    before.current = { runId, state };
    const sawItRun = last.runId === runId && last.state !== undefined && !isTerminal(last.state);
    if (runId === null || state === undefined || !isTerminal(state)) return;
    void queries.invalidateQueries({ queryKey: queryKeys.runs });
    if (!sawItRun) return;
    client
      .getRun({ params: { runId } })
      .then(tellEnd)
      // The chip in the bar says how it ended; only the way to the model is missing then.
      .catch((thrown: unknown) => console.warn('The run could not be read', thrown));
  }, [runId, state, client, queries]);
}

function tellEnd(run: RunView): void {
  if (run.status === 'succeeded') {
    const [model] = run.models;
    notifyEnd('The run is done', run.name ?? 'Its results are there.');
    notifications.show({
      color: 'green',
      title: 'The run is done',
      message: model ? <ModelLink {...model} /> : 'Its results are below the canvas.',
      autoClose: 15_000,
    });
  } else if (run.status === 'failed') {
    notifyEnd('The run failed', run.error?.message ?? run.name ?? '');
    notifications.show({
      color: 'red',
      title: 'The run failed',
      message: run.error?.message ?? 'The steps below the canvas say where.',
      autoClose: false,
    });
  }
}

// A plain address: notices live outside of the router.
function ModelLink({ name, version }: { name: string; version: number }) {
  return (
    <>
      Registered as {name}, version {version}.{' '}
      <Anchor href={`/models/${encodeURIComponent(name)}`} size="sm">
        Try it
      </Anchor>
    </>
  );
}
