import { Button, Group, Text } from '@mantine/core';
import { isTerminal } from '@graft/contracts';
import { Play } from 'lucide-react';
import * as words from '#words/panel';
import { StateChip } from '../../frame/state-chip';
import { showRunState } from '../../frame/states';
import { useRuns } from '../../runs/run-store';
import { useRunStarter } from '../run/run-starter';
import { useShownRun } from '../run/shown-run';

/** Starts the run whose results are missed here: all of it, or to the selected node. While one goes on it is waited for. */
export function RunFirst({ toHere = false }: { toHere?: boolean }) {
  const starter = useRunStarter();
  const runId = useShownRun();
  const state = useRuns(({ runs }) => runs[runId ?? '']?.state);
  if (state !== undefined && !isTerminal(state)) {
    return (
      <Group gap={8}>
        <StateChip state={showRunState(state)} />
        <Text size="sm">{words.appearsWhenItIsMade}</Text>
      </Group>
    );
  }
  if (starter === null) return null;
  return (
    <Button
      size="xs"
      variant="light"
      leftSection={<Play size={14} aria-hidden />}
      onClick={() => (toHere ? starter.runToHere() : starter.start())}
    >
      {toHere ? words.runToHere : words.runIt}
    </Button>
  );
}
