import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { MAX_VALUES, spaceValues } from '@graft/plan';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/running';
import type { FieldInput } from '../form/form-model';
import { parseTyped } from '../form/log-scale';
import '../../frame/mantine-forms.css';

interface FillRangeProps {
  input: FieldInput;
  onAdd: (numbers: readonly number[]) => void;
}

/** Adds numbers between two others: equally far apart, or by equal factors as a learning rate is searched. */
export function FillRange({ input, onAdd }: FillRangeProps) {
  const [low, setLow] = useState('');
  const [high, setHigh] = useState('');
  const [steps, setSteps] = useState('5');
  const [byFactor, setByFactor] = useState(input.kind === 'log-slider');
  const numbers = readRange(input, [low, high, steps], byFactor);
  return (
    <div className="vary__range">
      <Group gap="xs" grow align="end">
        <TextInput
          label={words.from}
          value={low}
          onChange={(event) => setLow(event.currentTarget.value)}
        />
        <TextInput
          label={words.to}
          value={high}
          onChange={(event) => setHigh(event.currentTarget.value)}
        />
        <TextInput
          label={words.howMany}
          value={steps}
          onChange={(event) => setSteps(event.currentTarget.value)}
        />
      </Group>
      <Group justify="space-between" mt="xs">
        <Checkbox
          size="xs"
          label={words.byEqualFactors}
          checked={byFactor}
          onChange={(event) => setByFactor(event.currentTarget.checked)}
        />
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={numbers === null}
          onClick={() => numbers && onAdd(numbers)}
        >
          {words.addThem}
        </Button>
      </Group>
    </div>
  );
}

/** Null while what is typed makes no range. */
function readRange(
  input: FieldInput,
  texts: readonly [low: string, high: string, steps: string],
  byFactor: boolean,
): number[] | null {
  const [low = null, high = null, steps = null] = texts.map((text) => parseTyped(text));
  if (low === null || high === null || steps === null) return null;
  const count = Math.round(steps);
  const numbers = count > MAX_VALUES ? null : spaceValues(low, high, count, byFactor);
  const whole = 'whole' in input && input.whole;
  return whole ? (numbers?.map(Math.round) ?? null) : numbers;
}
