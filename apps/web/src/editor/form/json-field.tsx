import { Textarea } from '@mantine/core';
import { jsonSchema, type Json } from '@graft/graph';
import { useEffect, useState } from 'react';

interface JsonFieldProps {
  id: string;
  value: Json;
  error: boolean;
  onChange: (value: Json) => void;
}

/** For values that have no widget of their own: JSON, taken over as soon as it is whole. */
export function JsonField({ id, value, error, onChange }: JsonFieldProps) {
  const [text, setText] = useState(() => JSON.stringify(value));
  useEffect(() => setText(JSON.stringify(value)), [value]);
  return (
    <Textarea
      id={id}
      autosize
      minRows={2}
      maxRows={10}
      value={text}
      error={error || readJson(text) === undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const next = readJson(event.currentTarget.value);
        if (next !== undefined && JSON.stringify(next) !== JSON.stringify(value)) onChange(next);
      }}
    />
  );
}

function readJson(text: string): Json | undefined {
  try {
    return jsonSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
