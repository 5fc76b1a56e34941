import type { WorkerNodeView } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Cpu } from 'lucide-react';
import * as words from '#words/workers';
import { Sentence } from '../frame/sentence';
import { TextLink } from '../frame/text-link';
import { useSession } from '../account/use-session';
import { useClient } from '../client/api';
import { useConnectedWorkers } from '../client/queries';
import { queryKeys } from '../client/query-keys';
import { ActionCell, ActionTable } from '../frame/action-table';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Loading } from '../frame/loading';
import { Page, Section } from '../frame/page';

/** Which workers are connected, what they compute with and what they run; an administrator may drain one. */
export function WorkersPage() {
  const workers = useConnectedWorkers();
  return (
    <Page title={words.workers} subtitle={words.theProcessesThatTrain}>
      {workers.isPending && <Loading label={words.loadingTheWorkers} />}
      <Failure error={workers.error} />
      {workers.data?.length === 0 && (
        <EmptyState icon={Cpu} title={words.noWorkerIsConnected}>
          <Sentence
            text={words.runsWaitUntilThereIsOne}
            parts={{ command: <code>npm start</code> }}
          />
        </EmptyState>
      )}
      {workers.data !== undefined && workers.data.length > 0 && (
        <WorkerTable workers={workers.data} />
      )}
    </Page>
  );
}

function WorkerTable({ workers }: { workers: readonly WorkerNodeView[] }) {
  const client = useClient();
  const cache = useQueryClient();
  const admin = useSession().data?.user.admin === true;
  const drain = useMutation({
    mutationFn: (workerId: string) => client.drainWorker({ params: { workerId } }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.workers }),
  });
  return (
    <Section title={words.connected} note={words.whatDrainingDoes}>
      <Failure error={drain.error} />
      <ActionTable columns={[words.worker, words.computesWith, words.runs, words.connected]}>
        {workers.map((worker) => (
          <WorkerRow
            key={worker.workerId}
            worker={worker}
            onDrain={admin ? () => drain.mutate(worker.workerId) : null}
          />
        ))}
      </ActionTable>
    </Section>
  );
}

interface WorkerRowProps {
  worker: WorkerNodeView;
  /** Null for who may not. */
  onDrain: (() => void) | null;
}

function WorkerRow({ worker, onDrain }: WorkerRowProps) {
  const { name, labels, device, backend, threads, draining, startedAt } = worker;
  return (
    <tr>
      <td>
        {name}
        {labels.map((label) => (
          <div key={label}>
            <small>{label}</small>
          </div>
        ))}
      </td>
      <td>
        {device === 'cuda' ? words.gpu : words.processorWithThreads(threads)}
        {backend === 'wasm' && words.withoutNativeTensorFlow}
      </td>
      <td>
        <WhatRuns worker={worker} />
      </td>
      <td>{formatAge(startedAt, Date.now())}</td>
      {draining ? (
        <td className="right">{words.finishing}</td>
      ) : (
        <ActionCell verb={words.drain} of={name} onAct={onDrain} />
      )}
    </tr>
  );
}

/** Steps of other workspaces are counted only. */
function WhatRuns({ worker: { steps, running } }: { worker: WorkerNodeView }) {
  if (running === 0) return words.nothing;
  const others = running - steps.length;
  return (
    <>
      {steps.map(({ runId, stepId, kind }) => (
        <div key={`${runId} ${stepId}`}>
          <TextLink href={`/runs/${runId}`}>{kind}</TextLink>
        </div>
      ))}
      {others > 0 && <div>{words.ofOtherWorkspaces(others)}</div>}
    </>
  );
}
