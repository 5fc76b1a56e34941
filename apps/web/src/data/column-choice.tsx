import { Button, Group, Select, Text } from '@mantine/core';
import type { UploadPreview } from '@graft/contracts';
import { useState } from 'react';
import * as words from '#words/data';
import type { Columns } from './use-import';
import '../frame/mantine-forms.css';

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': words.comma,
  ';': words.semicolon,
  '\t': words.tab,
  '|': words.bar,
};

interface ColumnChoiceProps {
  preview: UploadPreview;
  onChoose: (columns: Columns) => void;
}

/** How a file of texts was understood, and which of its columns are text and label. */
export function ColumnChoice({ preview, onChoose }: ColumnChoiceProps) {
  const { columns, rows, encoding, delimiter, suggested } = preview;
  const [text, setText] = useState(suggested?.text ?? columns[0] ?? null);
  const [label, setLabel] = useState(suggested?.label ?? columns[1] ?? null);
  const separated = delimiter === null ? '' : words.separatedBy(DELIMITERS[delimiter] ?? delimiter);
  const distinct = [...new Set(columns.filter((name) => name !== ''))];
  return (
    <div>
      <Text size="sm" mt="md">
        {words.readAs(encoding, separated)}
      </Text>
      <div className="preview-rows">
        <table className="table">
          <thead>
            <tr>
              {columns.map((name, index) => (
                <th key={`${String(index)} ${name}`}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, number) => (
              <tr key={number}>
                {row.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group mt="sm" align="end">
        <Select
          label={words.text}
          allowDeselect={false}
          data={distinct}
          value={text}
          onChange={setText}
        />
        <Select
          label={words.label}
          allowDeselect={false}
          data={distinct}
          value={label}
          onChange={setLabel}
        />
        <Button
          disabled={text === null || label === null || text === label}
          onClick={() => text !== null && label !== null && onChoose({ text, label })}
        >
          {words.useTheseColumns}
        </Button>
      </Group>
    </div>
  );
}
