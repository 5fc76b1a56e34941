import { Select, Text } from '@mantine/core';
import * as words from '#words/form';
import type { Choice } from './choices';
import { DatasetThumbs, type Pictured } from './dataset-thumbs';
import '../../frame/mantine-forms.css';

interface ChoiceSelectProps {
  id: string;
  value: string;
  choices: readonly Choice[];
  error: boolean;
  onChange: (value: string) => void;
}

/** A picker whose options say what is behind them. A value that is gone stays visible. */
export function ChoiceSelect({ id, value, choices, error, onChange }: ChoiceSelectProps) {
  const gone = { value, label: value, disabled: false };
  const known = choices.map(({ value: ref, label, disabled = false }) => ({
    value: ref,
    label,
    disabled,
  }));
  const isKnown = choices.some((choice) => choice.value === value);
  const data = isKnown || value === '' ? known : [gone, ...known];
  return (
    <>
      <Select
        id={id}
        searchable={choices.length > 6}
        allowDeselect={false}
        data={data}
        value={value}
        error={error}
        nothingFoundMessage={words.nothingFound}
        onChange={(next) => next !== null && onChange(next)}
        renderOption={({ option }) => (
          <ChoiceOption label={option.label} choice={findChoice(choices, option.value)} />
        )}
      />
      <Thumbs of={findChoice(choices, value)?.pictured} />
    </>
  );
}

/** @returns nothing for a value that is gone */
export function findChoice(choices: readonly Choice[], value: string): Choice | undefined {
  return choices.find((choice) => choice.value === value);
}

interface ChoiceOptionProps {
  label: string;
  choice: Choice | undefined;
}

/** A choice in a list, with what is behind it. */
export function ChoiceOption({ label, choice }: ChoiceOptionProps) {
  return (
    <div>
      <Text size="sm">{label}</Text>
      <Text size="xs" c="dimmed">
        {choice?.detail ?? words.notThereAnyMore}
      </Text>
      <Thumbs of={choice?.pictured} />
    </div>
  );
}

function Thumbs({ of: pictured }: { of: Pictured | undefined }) {
  return pictured === undefined ? null : <DatasetThumbs {...pictured} />;
}
