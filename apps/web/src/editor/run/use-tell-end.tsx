import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { isTerminal, type RunState, type RunView } from '@graft/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import * as words from '#words/running';
import { Sentence } from '../../frame/sentence';
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
      .catch((thrown: unknown) => console.warn(words.theRunCouldNotBeRead, thrown));
  }, [runId, state, client, queries]);
}

function tellEnd(run: RunView): void {
  if (run.status === 'succeeded') {
    const [model] = run.models;
    notifyEnd(words.theRunIsDone, run.name ?? words.itsResultsAreThere);
    notifications.show({
      color: 'green',
      title: words.theRunIsDone,
      message: model ? <ModelLink {...model} /> : words.itsResultsAreBelowTheCanvas,
      autoClose: 15_000,
    });
  } else if (run.status === 'failed') {
    notifyEnd(words.theRunFailed, run.error?.message ?? run.name ?? '');
    notifications.show({
      color: 'red',
      title: words.theRunFailed,
      message: run.error?.message ?? words.theStepsBelowTheCanvasSay,
      autoClose: false,
    });
  }
}

// A plain address: notices live outside of the router.
function ModelLink({ name, version }: { name: string; version: number }) {
  return (
    <Sentence
      text={words.registeredAs(name, version)}
      parts={{
        link: (
          <Anchor href={`/models/${encodeURIComponent(name)}`} size="sm">
            {words.tryIt}
          </Anchor>
        ),
      }}
    />
  );
}
