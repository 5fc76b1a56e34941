import { Select, Text, TextInput } from '@mantine/core';
import type { ScheduleEntry } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { formatMoment } from '../frame/format';
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
    <Section title={words.schedules} note={words.pipelinesThatRunAgain}>
      {mayChange && <NewSchedule onMade={refresh} />}
      <Failure error={error} />
      {mayChange && schedules.data?.schedules.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.noScheduleYet}
        </Text>
      )}
      {(schedules.data?.schedules.length ?? 0) > 0 && (
        <ActionTable columns={[words.pipeline, words.runs, words.next, words.last]}>
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
          : words.whenHasANewVersion(trigger.dataset)}
      </td>
      <td>{nextAt === null ? '' : formatMoment(nextAt)}</td>
      <td>
        {lastRunId !== null && <TextLink href={`/runs/${lastRunId}`}>{words.itsLastRun}</TextLink>}
        {problem !== null && <div>{words.itWasRefused(problem)}</div>}
      </td>
      <ActionCell verb={words.remove} of={words.theScheduleOf(pipeline)} harmful onAct={onRemove} />
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
    <EntryForm entry={create} verb={words.addSchedule} complete={complete}>
      <Select
        label={words.pipeline}
        searchable
        data={(pipelines.data ?? []).map((each) => ({
          value: each.pipelineId,
          label: each.name,
        }))}
        value={pipelineId}
        onChange={setPipelineId}
      />
      <Select
        label={words.runs}
        w={150}
        allowDeselect={false}
        data={[
          { value: 'cron', label: words.atATime },
          { value: 'data', label: words.onNewData },
        ]}
        value={type}
        onChange={(value) => setType(value === 'data' ? 'data' : 'cron')}
      />
      {type === 'cron' ? (
        <TextInput
          label={words.minuteHourDayMonthWeekday}
          required
          value={cron}
          onChange={(event) => setCron(event.currentTarget.value)}
        />
      ) : (
        <Select
          label={words.dataSet}
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
