import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  Select,
  Text,
  TextInput,
} from '@mantine/core';
import { MAX_REPEATS, readValues } from '@graft/plan';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import * as words from '#words/running';
import { useEditor } from '../store/editor-context';
import { listVariedFields } from './list-varied-fields';
import type { Vary } from './start-run';
import '../../frame/mantine-forms.css';

interface VaryDialogProps {
  onClose: () => void;
  onStart: (vary: Vary) => void;
}

/** Asks which field is tried with which values, and how often. */
export function VaryDialog({ onClose, onStart }: VaryDialogProps) {
  const graph = useEditor((state) => state.history.present);
  const catalogue = useEditor((state) => state.catalogue);
  const groups = useMemo(() => listVariedFields(graph, catalogue), [graph, catalogue]);
  const [field, setField] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [repeats, setRepeats] = useState(1);
  const [registerBest, setRegisterBest] = useState(false);
  const values = field === null ? [] : readValues(text);
  const trainings = (field === null ? 1 : (values?.length ?? 0)) * repeats;
  return (
    <Modal opened onClose={onClose} title={words.trySettingsTitle} size="md">
      <Text size="sm" c="dimmed" mb="sm">
        {words.whatTryingDoes}
      </Text>
      <Select
        label={words.vary}
        placeholder={words.nothing}
        data={groups}
        value={field}
        onChange={setField}
        searchable
        clearable
      />
      {field !== null && (
        <TextInput
          mt="sm"
          label={words.values}
          placeholder="16, 32, 64"
          description={words.aList}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={values === null ? words.thisRangeHasNoValues : null}
        />
      )}
      {field !== null && values !== null && values.length > 0 && (
        <Text size="xs" c="dimmed" mt={4} className="numbers">
          {values.map((value) => JSON.stringify(value)).join(', ')}
        </Text>
      )}
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
          disabled={trainings < 2}
          onClick={() => {
            onClose();
            const tried = field === null ? [] : (values ?? []);
            onStart({ field, values: tried, repeats, registerBest });
          }}
        >
          {words.tryThem}
        </Button>
      </Group>
    </Modal>
  );
}
