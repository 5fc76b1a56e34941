import { Select, TextInput } from '@mantine/core';
import type { ScheduleEntry } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TextLink } from '../frame/text-link';
import { useClient } from '../client/api';
import { useDatasets, usePipelines } from '../client/queries';
import { ActionCell, ActionTable } from '../frame/action-table';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { EntryForm } from './entry-form';
import { schedulesKey } from './use-session';
import '../frame/mantine-forms.css';

/** Pipelines that run again by themselves. */
export function SchedulesSection({ mayChange }: { mayChange: boolean }) {
  const client = useClient();
  const cache = useQueryClient();
  const schedules = useQuery({ queryKey: schedulesKey, queryFn: () => client.listSchedules() });
  const refresh = () => cache.invalidateQueries({ queryKey: schedulesKey });
  const remove = useMutation({
    mutationFn: (scheduleId: string) => client.deleteSchedule({ params: { scheduleId } }),
    onSettled: refresh,
  });
  const error = schedules.error ?? remove.error;
  return (
    <Section
      title="Schedules"
      note="Pipelines that run again: at a time, or when there is new data."
    >
      {mayChange && <NewSchedule onMade={refresh} />}
      <Failure error={error} />
      {(schedules.data?.schedules.length ?? 0) > 0 && (
        <ActionTable columns={['Pipeline', 'Runs', 'Next', 'Last']}>
          {schedules.data?.schedules.map((schedule) => (
            <ScheduleRow
              key={schedule.scheduleId}
              schedule={schedule}
              onRemove={mayChange ? () => remove.mutate(schedule.scheduleId) : null}
            />
          ))}
        </ActionTable>
      )}
    </Section>
  );
}

interface ScheduleRowProps {
  schedule: ScheduleEntry;
  onRemove: (() => void) | null;
}

function ScheduleRow({ schedule, onRemove }: ScheduleRowProps) {
  const { pipelineId, pipeline, trigger, nextAt, lastRunId, problem } = schedule;
  return (
    <tr>
      <td>
        <TextLink href={`/pipelines/${pipelineId}`}>{pipeline}</TextLink>
      </td>
      <td>
        {trigger.type === 'cron'
          ? `${trigger.cron} (${trigger.timezone})`
          : `when ${trigger.dataset} has a new version`}
      </td>
      <td>{nextAt === null ? '' : new Date(nextAt).toLocaleString()}</td>
      <td>
        {lastRunId !== null && <TextLink href={`/runs/${lastRunId}`}>its last run</TextLink>}
        {problem !== null && <div>It was refused: {problem}</div>}
      </td>
      <ActionCell verb="Remove" of={`the schedule of ${pipeline}`} harmful onAct={onRemove} />
    </tr>
  );
}

function NewSchedule({ onMade }: { onMade: () => Promise<void> }) {
  const client = useClient();
  const pipelines = usePipelines();
  const datasets = useDatasets();
  const [pipelineId, setPipelineId] = useState<string | null>(null);
  const [datasetId, setDatasetId] = useState<string | null>(null);
  const [type, setType] = useState<'cron' | 'data'>('cron');
  const [cron, setCron] = useState('0 6 * * 1');
  const create = useMutation({
    mutationFn: () => {
      const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
      const trigger =
        type === 'cron' ? { type, cron, timezone } : { type, datasetId: datasetId ?? '' };
      return client.createSchedule({ body: { pipelineId: pipelineId ?? '', trigger } });
    },
    onSuccess: onMade,
  });
  const complete = pipelineId !== null && (type === 'cron' || datasetId !== null);
  return (
    <EntryForm entry={create} verb="Add schedule" complete={complete}>
      <Select
        label="Pipeline"
        searchable
        data={(pipelines.data ?? []).map((each) => ({
          value: each.pipelineId,
          label: each.name,
        }))}
        value={pipelineId}
        onChange={setPipelineId}
      />
      <Select
        label="Runs"
        w={150}
        allowDeselect={false}
        data={[
          { value: 'cron', label: 'at a time' },
          { value: 'data', label: 'on new data' },
        ]}
        value={type}
        onChange={(value) => setType(value === 'data' ? 'data' : 'cron')}
      />
      {type === 'cron' ? (
        <TextInput
          label="Minute hour day month weekday"
          required
          value={cron}
          onChange={(event) => setCron(event.currentTarget.value)}
        />
      ) : (
        <Select
          label="Data set"
          searchable
          data={(datasets.data ?? []).map((each) => ({
            value: each.datasetId,
            label: each.name,
          }))}
          value={datasetId}
          onChange={setDatasetId}
        />
      )}
    </EntryForm>
  );
}
