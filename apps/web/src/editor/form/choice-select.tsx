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
  const details = new Map(choices.map((choice) => [choice.value, choice.detail]));
  const pictures = new Map(choices.map((choice) => [choice.value, choice.pictured]));
  const gone = { value, label: value, disabled: false };
  const known = choices.map(({ value: ref, label, disabled = false }) => ({
    value: ref,
    label,
    disabled,
  }));
  const data = details.has(value) || value === '' ? known : [gone, ...known];
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
          <div>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed">
              {details.get(option.value) ?? words.notThereAnyMore}
            </Text>
            <Thumbs of={pictures.get(option.value)} />
          </div>
        )}
      />
      <Thumbs of={pictures.get(value)} />
    </>
  );
}

function Thumbs({ of: pictured }: { of: Pictured | undefined }) {
  return pictured === undefined ? null : <DatasetThumbs {...pictured} />;
}
