import { NumberInput, Text } from '@mantine/core';
import type { WorkspaceUseView } from '@graft/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/account';
import { formatNumber } from '../frame/format';
import { useClient } from '../client/api';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { EntryForm } from './entry-form';
import '../frame/mantine-forms.css';

const limitsKey = ['limits'] as const;

/** What the workspace may use and uses; administrators change it. */
export function LimitsSection({ mayChange }: { mayChange: boolean }) {
  const client = useClient();
  const use = useQuery({ queryKey: limitsKey, queryFn: () => client.getLimits() });
  return (
    <Section title={words.limits} note={words.gpuHoursAreCountedAnew}>
      <Failure error={use.error} />
      {use.data !== undefined && (
        <>
          <Text size="sm" mb={12} className="numbers">
            {words.useOfTheWorkspace(
              sayUse(use.data.runs, use.data.limits.mostRuns),
              sayUse(Math.round(use.data.gpuHours * 10) / 10, use.data.limits.mostGpuHours),
              sayUse(toGigabytes(use.data.diskBytes), use.data.limits.mostDiskGigabytes),
              formatNumber(toGigabytes(use.data.resultBytes)),
            )}
          </Text>
          {mayChange && (
            <LimitsForm key={JSON.stringify(use.data.limits)} limits={use.data.limits} />
          )}
        </>
      )}
    </Section>
  );
}

function toGigabytes(bytes: number): number {
  return Number((bytes / 1e9).toFixed(2));
}

function sayUse(used: number, most: number | null): string {
  return most === null
    ? formatNumber(used)
    : words.usedOfMost(formatNumber(used), formatNumber(most));
}

function LimitsForm({ limits }: Pick<WorkspaceUseView, 'limits'>) {
  const client = useClient();
  const cache = useQueryClient();
  const [runs, setRuns] = useState<number | string>(limits.mostRuns ?? '');
  const [hours, setHours] = useState<number | string>(limits.mostGpuHours ?? '');
  const [disk, setDisk] = useState<number | string>(limits.mostDiskGigabytes ?? '');
  const [days, setDays] = useState<number | string>(limits.keptDays ?? '');
  const [runDays, setRunDays] = useState<number | string>(limits.keptRunDays ?? '');
  const [checkpointDays, setCheckpointDays] = useState<number | string>(
    limits.keptCheckpointDays ?? '',
  );
  const save = useMutation({
    mutationFn: () =>
      client.setLimits({
        body: {
          mostRuns: typeof runs === 'number' ? runs : null,
          mostGpuHours: typeof hours === 'number' ? hours : null,
          mostDiskGigabytes: typeof disk === 'number' ? disk : null,
          keptDays: typeof days === 'number' ? days : null,
          keptRunDays: typeof runDays === 'number' ? runDays : null,
          keptCheckpointDays: typeof checkpointDays === 'number' ? checkpointDays : null,
        },
      }),
    onSuccess: (saved) => cache.setQueryData(limitsKey, saved),
  });
  return (
    <EntryForm entry={save} verb={words.saveTheLimits}>
      <NumberInput
        {...{ w: 190, min: 1, max: 10_000, allowDecimal: false }}
        label={words.mostRunsAtOnce}
        placeholder={words.noLimitOfItsOwn}
        value={runs}
        onChange={setRuns}
      />
      <NumberInput
        {...{ w: 190, min: 0.1, max: 1_000_000, decimalScale: 1 }}
        label={words.mostGpuHoursAMonth}
        placeholder={words.noLimit}
        value={hours}
        onChange={setHours}
      />
      <NumberInput
        {...{ w: 190, min: 0.001, max: 1_000_000, decimalScale: 3 }}
        label={words.mostDiskGb}
        placeholder={words.noLimit}
        value={disk}
        onChange={setDisk}
      />
      <NumberInput
        {...{ w: 190, min: 1, max: 36_500, allowDecimal: false }}
        label={words.keepUnusedResultsDays}
        placeholder={words.asLongAsThereIsRoom}
        value={days}
        onChange={setDays}
      />
      <NumberInput
        {...{ w: 190, min: 1, max: 36_500, allowDecimal: false }}
        label={words.keepEndedRunsDays}
        placeholder={words.forEver}
        value={runDays}
        onChange={setRunDays}
      />
      <NumberInput
        {...{ w: 190, min: 1, max: 36_500, allowDecimal: false }}
        label={words.keepCheckpointsDays}
        placeholder={words.forEver}
        value={checkpointDays}
        onChange={setCheckpointDays}
      />
    </EntryForm>
  );
}
