import { Button } from '@mantine/core';
import type { RunState } from '@graft/contracts';
import { Ban, Pause, Play } from 'lucide-react';
import * as words from '#words/runs';
import { useControlRun } from './use-control-run';

/** Pause or resume, and cancel, of a run that has not ended. */
export function ControlButtons({ runId, state }: { runId: string; state: RunState }) {
  const control = useControlRun(runId);
  return (
    <>
      {state === 'paused' ? (
        <Button leftSection={<Play size={15} />} onClick={control.resume}>
          {words.resume}
        </Button>
      ) : (
        <Button variant="default" leftSection={<Pause size={15} />} onClick={control.pause}>
          {words.pause}
        </Button>
      )}
      <Button variant="default" leftSection={<Ban size={15} />} onClick={control.cancel}>
        {words.cancel}
      </Button>
    </>
  );
}
