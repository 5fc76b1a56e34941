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
  Component,
  Copy,
  Trash2,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import * as words from '#words/inspector';
import type { Arrangement } from '../document/arrange-nodes';
import { useDialogs } from '../keys/editor-dialogs';
import { useEditorStore } from '../store/editor-context';

const ARRANGE: readonly (readonly [Arrangement, string, LucideIcon])[] = [
  ['left', words.alignLeftEdges, AlignStartVertical],
  ['centre', words.alignCentres, AlignCenterVertical],
  ['right', words.alignRightEdges, AlignEndVertical],
  ['top', words.alignTopEdges, AlignStartHorizontal],
  ['middle', words.alignMiddles, AlignCenterHorizontal],
  ['bottom', words.alignBottomEdges, AlignEndHorizontal],
  ['columns', words.equalGapsFromLeftToRight, AlignHorizontalSpaceBetween],
  ['rows', words.equalGapsDownwards, AlignVerticalSpaceBetween],
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
        {words.countNodesSelected(count)}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {words.dragOneOfThemToMove}
      </Text>
      <Group gap={4} mt={12} role="group" aria-label={words.arrange}>
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
          {words.mute}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<ChevronsRight size={14} />}
          onClick={() => toggle('bypassed')}
        >
          {words.bypass}
        </Button>
        <Button size="xs" variant="default" leftSection={<Copy size={14} />} onClick={duplicate}>
          {words.duplicate}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Trash2 size={14} />}
          onClick={() => store.getState().removeSelected()}
        >
          {words.deleteThem}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Component size={14} />}
          onClick={() => useDialogs.getState().show('component')}
        >
          {words.makeAComponent}
        </Button>
      </Group>
    </div>
  );
}
