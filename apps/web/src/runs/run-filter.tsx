import { Group, SegmentedControl, TextInput } from '@mantine/core';
import * as words from '#words/runs';
import type { RunFilter } from './filter-runs';
import '../frame/mantine-forms.css';

const STATES: readonly { value: RunFilter['state']; label: string }[] = [
  { value: 'all', label: words.allRuns },
  { value: 'under-way', label: words.underWay },
  { value: 'succeeded', label: words.endedWell },
  { value: 'failed', label: words.failed },
  { value: 'cancelled', label: words.cancelled },
];

interface RunFilterBarProps {
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
}

/** Narrows the list by name and state. */
export function RunFilterBar({ filter, onChange }: RunFilterBarProps) {
  return (
    <Group p={16} gap={12} className="runs__filter">
      <TextInput
        size="xs"
        w={280}
        aria-label={words.findRuns}
        placeholder={words.nameOrFailure}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.state}
        value={filter.state}
        onChange={(value) => {
          const state = STATES.find((each) => each.value === value)?.value ?? 'all';
          onChange({ ...filter, state });
        }}
        data={STATES.map((each) => ({ ...each }))}
      />
    </Group>
  );
}
