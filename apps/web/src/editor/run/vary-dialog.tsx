import { Button, Checkbox, Group, Modal, NumberInput, Select, Text } from '@mantine/core';
import type { Catalogue, Graph, Json } from '@graft/graph';
import { MAX_REPEATS } from '@graft/plan';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import * as words from '#words/running';
import { formatExact } from '../../frame/format';
import { useEditor } from '../store/editor-context';
import { findVariedField, listVariedFields, type VariedField } from './list-varied-fields';
import { findRefused, keepDistinct, readTyped } from './read-varied';
import type { Vary } from './start-run';
import { VariedValues } from './varied-values';
import '../../frame/mantine-forms.css';
import './vary-dialog.css';

interface VaryDialogProps {
  onClose: () => void;
  onStart: (vary: Vary) => void;
}

/** Asks which field is tried with which values, and how often. */
export function VaryDialog({ onClose, onStart }: VaryDialogProps) {
  const graph = useEditor((state) => state.history.present);
  const catalogue = useEditor((state) => state.catalogue);
  const groups = useMemo(() => listVariedFields(graph, catalogue), [graph, catalogue]);
  const { field, choose, values, refused, ...typing } = useVaried(graph, catalogue);
  const [repeats, setRepeats] = useState(1);
  const [registerBest, setRegisterBest] = useState(false);
  const trainings = (field === null ? 1 : values.length) * repeats;
  return (
    <Modal opened onClose={onClose} title={words.trySettingsTitle} size="md">
      <Text size="sm" c="dimmed" mb="sm">
        {words.whatTryingDoes}
      </Text>
      <Select
        label={words.vary}
        placeholder={words.nothing}
        data={groups}
        value={field?.place ?? null}
        onChange={choose}
        searchable
        clearable
      />
      {field !== null && <VariedValues key={field.place} {...field} {...typing} error={refused} />}
      <NumberInput
        mt="sm"
        label={words.repeats}
        description={words.withOtherSplitsAndOtherRandom}
        min={1}
        max={MAX_REPEATS}
        value={repeats}
        onChange={(value) => setRepeats(Math.max(1, Math.round(Number(value)) || 1))}
      />
      <Checkbox
        mt="md"
        label={words.registerTheBestAfterwards}
        checked={registerBest}
        onChange={(event) => setRegisterBest(event.currentTarget.checked)}
      />
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed">
          {words.trainings(trainings)}
        </Text>
        <Button
          leftSection={<Play size={14} />}
          disabled={trainings < 2 || refused !== null}
          onClick={() => {
            onClose();
            onStart({ field: field?.place ?? null, values, repeats, registerBest });
          }}
        >
          {words.tryThem}
        </Button>
      </Group>
    </Modal>
  );
}

/** The field that is varied, and what is chosen and typed for it. */
function useVaried(graph: Graph, catalogue: Catalogue) {
  const [place, setPlace] = useState<string | null>(null);
  const [kept, onKeep] = useState<readonly Json[]>([]);
  const [typed, onType] = useState('');
  const found = place === null ? undefined : findVariedField(graph, catalogue, place);
  const field = found === undefined || place === null ? null : { place, ...found };
  const values = keepDistinct(found ? [...kept, ...readTyped(found.field.input, typed)] : []);
  return {
    ...{ field, kept, typed, values, onKeep, onType },
    refused: found === undefined ? null : sayRefused(found, values),
    choose: (next: string | null) => {
      setPlace(next);
      onKeep([]);
      onType('');
    },
  };
}

function sayRefused({ definition, field }: VariedField, values: readonly Json[]): string | null {
  const refused = findRefused(definition, field.name, values);
  return refused === undefined ? null : words.refusedValue(sayValue(refused.value), refused.reason);
}

function sayValue(value: Json): string {
  if (typeof value === 'number') return formatExact(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
