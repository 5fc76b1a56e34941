import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import * as words from '#words/panel';
import { useRunStarter } from '../run/run-starter';

/** Starts the run whose results are missed here: all of it, or to the selected node. */
export function RunFirst({ toHere = false }: { toHere?: boolean }) {
  const starter = useRunStarter();
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
