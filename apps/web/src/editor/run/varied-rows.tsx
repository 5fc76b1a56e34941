import type { Json } from '@graft/graph';
import { ActionIcon, Button, Group, Input, Stack, Text } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import * as words from '#words/running';
import { FieldWidget } from '../form/field-widget';
import { describeLimits } from '../form/describe-limits';
import type { VariedValuesProps } from './varied-values';
import '../../frame/mantine-forms.css';

/** Values that are lists or texts of their own: the widget of the field, once for each. */
export function VariedRows({ nodeId, field, value, kept, onKeep, error }: VariedValuesProps) {
  const id = useId();
  const change = (at: number, next: Json) =>
    onKeep(kept.map((each, index) => (index === at ? next : each)));
  return (
    <Stack gap="xs" mt="sm" role="group" aria-labelledby={id}>
      <Input.Label id={id} labelElement="div">
        {words.values}
      </Input.Label>
      <Text size="xs" c="dimmed">
        {describeLimits(field)}
      </Text>
      {kept.map((each, at) => (
        // Rows have no name but their place: what is typed into one must not draw it anew.
        <Group key={at} gap="xs" wrap="nowrap" align="start">
          <Input.Wrapper
            flex={1}
            id={`${id}-${at}`}
            label={words.valueNumber(at + 1)}
            labelProps={{ className: 'visually-hidden' }}
          >
            <FieldWidget
              {...{ nodeId, field, error: null, warning: false, onReset: null }}
              id={`${id}-${at}`}
              value={each}
              onChange={(next) => change(at, next)}
            />
          </Input.Wrapper>
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            aria-label={words.removeValueNumber(at + 1)}
            onClick={() => onKeep(kept.filter((_, index) => index !== at))}
          >
            <X size={14} />
          </ActionIcon>
        </Group>
      ))}
      {error !== null && <Input.Error>{error}</Input.Error>}
      <Button
        variant="light"
        size="compact-sm"
        w="fit-content"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => onKeep([...kept, value])}
      >
        {words.anotherValue}
      </Button>
    </Stack>
  );
}
