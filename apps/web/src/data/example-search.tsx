import { TextInput } from '@mantine/core';
import * as words from '#words/data';

interface ExampleSearchProps {
  value: string;
  onChange: (value: string) => void;
}

/** Where a person types what the names or texts of examples contain. */
export function ExampleSearch({ value, onChange }: ExampleSearchProps) {
  return (
    <TextInput
      size="xs"
      mb={12}
      maw={280}
      aria-label={words.searchTheExamples}
      placeholder={words.searchNamesAndTexts}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
