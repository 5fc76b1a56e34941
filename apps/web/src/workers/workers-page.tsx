import { Button, Text } from '@mantine/core';
import type { WorkerNodeView } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Cpu } from 'lucide-react';
import { Link } from 'wouter';
import { useSession } from '../account/use-session';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { EmptyState } from '../frame/empty-state';
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
      {workers.error !== null && (
        <Text c="var(--state-red)" role="alert">
          {describeError(workers.error)}
        </Text>
      )}
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
      {drain.error !== null && (
        <Text c="var(--state-red)" size="sm" role="alert">
          {describeError(drain.error)}
        </Text>
      )}
      <table className="table">
        <thead>
          <tr>
            <th>Worker</th>
            <th>Computes with</th>
            <th>Runs</th>
            <th>Connected</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <WorkerRow
              key={worker.workerId}
              worker={worker}
              onDrain={admin ? () => drain.mutate(worker.workerId) : null}
            />
          ))}
        </tbody>
      </table>
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
      <td className="right">
        {draining && 'Finishing'}
        {!draining && onDrain !== null && (
          <Button size="compact-sm" variant="subtle" onClick={onDrain} aria-label={`Drain ${name}`}>
            Drain
          </Button>
        )}
      </td>
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
          <Link href={`/runs/${runId}`}>{kind}</Link>
        </div>
      ))}
      {others > 0 && <div>{others} of other workspaces</div>}
    </>
  );
}
