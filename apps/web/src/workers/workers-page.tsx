import type { WorkerNodeView } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Cpu } from 'lucide-react';
import { TextLink } from '../frame/text-link';
import { useSession } from '../account/use-session';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { ActionCell, ActionTable } from '../frame/action-table';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Loading } from '../frame/loading';
import { Page, Section } from '../frame/page';

const REFRESH_MS = 5_000;

/** Which workers are connected, what they compute with and what they run; an administrator may drain one. */
export function WorkersPage() {
  const client = useClient();
  const workers = useQuery({
    queryKey: queryKeys.workers,
    queryFn: ({ signal }) => client.listWorkers({ signal }),
    select: (reply) => reply.workers,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page
      title="Workers"
      subtitle="The processes that train. Runs wait for them, and survive them."
    >
      {workers.isPending && <Loading label="Loading the workers" />}
      <Failure error={workers.error} />
      {workers.data?.length === 0 && (
        <EmptyState icon={Cpu} title="No worker is connected">
          Runs wait until there is one: <code>npm start</code> starts one, a server as many as you
          like.
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
    <Section
      title="Connected"
      note="A drained worker writes its checkpoints, hands its steps to others and stops: nothing is lost."
    >
      <Failure error={drain.error} />
      <ActionTable columns={['Worker', 'Computes with', 'Runs', 'Connected']}>
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
  const { name, device, backend, threads, draining, startedAt } = worker;
  return (
    <tr>
      <td>{name}</td>
      <td>
        {device === 'cuda' ? 'GPU' : `processor, ${String(threads)} threads`}
        {backend === 'wasm' && ' (without native TensorFlow)'}
      </td>
      <td>
        <WhatRuns worker={worker} />
      </td>
      <td>{formatAge(startedAt, Date.now())}</td>
      {draining ? (
        <td className="right">Finishing</td>
      ) : (
        <ActionCell verb="Drain" of={name} onAct={onDrain} />
      )}
    </tr>
  );
}

/** Steps of other workspaces are counted only. */
function WhatRuns({ worker: { steps, running } }: { worker: WorkerNodeView }) {
  if (running === 0) return 'nothing';
  const others = running - steps.length;
  return (
    <>
      {steps.map(({ runId, stepId, kind }) => (
        <div key={`${runId} ${stepId}`}>
          <TextLink href={`/runs/${runId}`}>{kind}</TextLink>
        </div>
      ))}
      {others > 0 && <div>{others} of other workspaces</div>}
    </>
  );
}
