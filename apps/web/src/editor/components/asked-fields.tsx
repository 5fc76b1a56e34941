import { Checkbox, Input, Stack } from '@mantine/core';
import * as words from '#words/components';
import type { OfferedField } from './list-fields';
import './components.css';
import '../../frame/mantine-forms.css';

interface AskedFieldsProps {
  fields: readonly OfferedField[];
  asked: string[];
  onChange: (asked: string[]) => void;
}

/** Which parameters of its nodes a component asks for on the outside. */
export function AskedFields({ fields, asked, onChange }: AskedFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <Checkbox.Group value={asked} onChange={onChange}>
      <Input.Label>{words.askedForOutside}</Input.Label>
      <Input.Description mb={8}>{words.allOthersStay}</Input.Description>
      <Stack
        className="component-fields"
        gap={8}
        tabIndex={0}
        role="group"
        aria-label={words.parameters}
      >
        {fields.map(({ id, title }) => (
          <Checkbox key={id} value={id} label={title} size="xs" />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
