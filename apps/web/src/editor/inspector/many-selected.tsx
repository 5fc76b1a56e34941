import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { NodeMode } from '@graft/graph';
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  ChevronsRight,
  Copy,
  Trash2,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import type { Arrangement } from '../document/arrange-nodes';
import { useEditorStore } from '../store/editor-context';

const ARRANGE: readonly (readonly [Arrangement, string, LucideIcon])[] = [
  ['left', 'Align left edges', AlignStartVertical],
  ['centre', 'Align centres', AlignCenterVertical],
  ['right', 'Align right edges', AlignEndVertical],
  ['top', 'Align top edges', AlignStartHorizontal],
  ['middle', 'Align middles', AlignCenterHorizontal],
  ['bottom', 'Align bottom edges', AlignEndHorizontal],
  ['columns', 'Equal gaps from left to right', AlignHorizontalSpaceBetween],
  ['rows', 'Equal gaps downwards', AlignVerticalSpaceBetween],
];

/** What can be done with several nodes at once. */
export function ManySelected({ count }: { count: number }) {
  const store = useEditorStore();
  const duplicate = () => {
    const copied = store.getState().copySelected();
    if (copied !== null) store.getState().paste(copied, { x: 32, y: 32 });
  };
  const toggle = (mode: NodeMode) => {
    const reason = store.getState().toggleMode(mode);
    if (reason !== null) notifications.show({ color: 'orange', message: reason });
  };
  return (
    <div className="inspector__body">
      <Text fw={600} pt={4}>
        {count} nodes selected
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        Drag one of them to move all. Select a single node to see its parameters.
      </Text>
      <Group gap={4} mt={12} role="group" aria-label="Arrange">
        {ARRANGE.map(([how, label, Icon]) => (
          <Tooltip key={how} label={label}>
            <ActionIcon
              variant="default"
              aria-label={label}
              disabled={count < 3 && (how === 'columns' || how === 'rows')}
              onClick={() => store.getState().arrange(how)}
            >
              <Icon size={15} />
            </ActionIcon>
          </Tooltip>
        ))}
      </Group>
      <Group gap={8} mt={12}>
        <Button
          size="xs"
          variant="default"
          leftSection={<VolumeX size={14} />}
          onClick={() => toggle('muted')}
        >
          Mute
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<ChevronsRight size={14} />}
          onClick={() => toggle('bypassed')}
        >
          Bypass
        </Button>
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
