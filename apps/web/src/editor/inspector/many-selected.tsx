import { Button, Group, Text } from '@mantine/core';
import { Copy, Trash2 } from 'lucide-react';
import { useEditorStore } from '../store/editor-context';

/** What can be done with several nodes at once. */
export function ManySelected({ count }: { count: number }) {
  const store = useEditorStore();
  const duplicate = () => {
    const copied = store.getState().copySelected();
    if (copied !== null) store.getState().paste(copied, { x: 32, y: 32 });
  };
  return (
    <div className="inspector__body">
      <Text fw={600} pt={4}>
        {count} nodes selected
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        Drag one of them to move all. Select a single node to see its parameters.
      </Text>
      <Group gap={8} mt={12}>
        <Button size="xs" variant="default" leftSection={<Copy size={14} />} onClick={duplicate}>
          Duplicate
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Trash2 size={14} />}
          onClick={() => store.getState().removeSelected()}
        >
          Delete
        </Button>
      </Group>
    </div>
  );
}
