import { Button, Group, Modal, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { MAX_REPEATS, readValues } from '@graft/plan';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatPlural } from '../../frame/format';
import { useEditor } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';
import { listVariedFields } from './list-varied-fields';
import type { Vary } from './use-start-run';
import '../../frame/mantine-forms.css';

interface VaryDialogProps {
  onClose: () => void;
  onStart: (vary: Vary) => void;
}

/** Asks which field is tried with which values, and how often. */
export function VaryDialog({ onClose, onStart }: VaryDialogProps) {
  const graph = useEditor((state) => state.history.present);
  const catalogue = useEditor((state) => state.catalogue);
  const nameOf = useNodeName();
  const groups = useMemo(
    () => listVariedFields(graph, catalogue, (id) => nameOf(id) ?? id),
    [graph, catalogue, nameOf],
  );
  const [field, setField] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [repeats, setRepeats] = useState(1);
  const values = field === null ? [] : readValues(text);
  const trainings = (field === null ? 1 : (values?.length ?? 0)) * repeats;
  return (
    <Modal opened onClose={onClose} title="Try settings" size="md">
      <Text size="sm" c="dimmed" mb="sm">
        Every setting is trained and measured on the validation part. The test part is not read.
      </Text>
      <Select
        label="Vary"
        placeholder="Nothing: only repeat"
        data={groups}
        value={field}
        onChange={setField}
        searchable
        clearable
      />
      {field !== null && (
        <TextInput
          mt="sm"
          label="Values"
          placeholder="16, 32, 64"
          description="A list, or a range: 0..0.5 in 6, or by equal factors: 1e-4..1e-1 in 7 log"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={values === null ? 'This range has no values.' : null}
        />
      )}
      {field !== null && values !== null && values.length > 0 && (
        <Text size="xs" c="dimmed" mt={4} className="numbers">
          {values.map((value) => JSON.stringify(value)).join(', ')}
        </Text>
      )}
      <NumberInput
        mt="sm"
        label="Repeats"
        description="With other splits and other random numbers: shows how much is luck"
        min={1}
        max={MAX_REPEATS}
        value={repeats}
        onChange={(value) => setRepeats(Math.max(1, Math.round(Number(value)) || 1))}
      />
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed">
          {formatPlural(trainings, 'training')}
        </Text>
        <Button
          leftSection={<Play size={14} />}
          disabled={trainings < 2}
          onClick={() => {
            onClose();
            onStart({ field, values: field === null ? [] : (values ?? []), repeats });
          }}
        >
          Try them
        </Button>
      </Group>
    </Modal>
  );
}
