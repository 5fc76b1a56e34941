import { Button, Group, Popover, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { listStepControls, type StepControl } from '@graft/contracts';
import { catalogue } from '@graft/nodes';
import { Flag, Gauge, RotateCw, SkipForward, Square, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/runs';
import { describeError, useClient } from '../client/api';
import type { StepProgress } from './run-progress';

type PlainControl = Exclude<StepControl, 'set-learning-rate'>;

const LOOKS: Readonly<Record<PlainControl, { title: string; help: string; icon: LucideIcon }>> = {
  'finish-early': {
    title: words.finishNow,
    help: words.endAtTheNextBatchAnd,
    icon: Flag,
  },
  retry: { title: words.tryAgain, help: words.fromItsLastCheckpoint, icon: RotateCw },
  skip: { title: words.skip, help: words.goOnWithoutItAndAll, icon: SkipForward },
  end: { title: words.giveUp, help: words.letItFail, icon: Square },
};

/** What a person may do about a step right now. */
export function StepControls({ runId, step }: { runId: string; step: StepProgress }) {
  const changeable = catalogue.get(step.kind)?.step?.changeable === true;
  const controls = listStepControls(step.state, changeable);
  const ask = useStepControl(runId, step.stepId);
  if (controls.length === 0) return null;
  return (
    <Group gap={4} mt={4} role="group" aria-label={words.whatToDoAboutThisStep}>
      {controls.map((control) => {
        if (control === 'set-learning-rate') {
          return <LearningRate key={control} onSet={ask['set-learning-rate']} />;
        }
        const { title, help, icon: Icon } = LOOKS[control];
        return (
          <Tooltip key={control} label={help}>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon size={12} />}
              onClick={ask[control]}
            >
              {title}
            </Button>
          </Tooltip>
        );
      })}
    </Group>
  );
}

/** Asks the API; what it refuses is said in a notice. */
function useStepControl(runId: string, stepId: string) {
  const client = useClient();
  const params = { runId, stepId };
  const tell = (answer: Promise<unknown>) => {
    answer.catch((thrown: unknown) =>
      notifications.show({
        color: 'red',
        title: words.thatDidNotWork,
        message: describeError(thrown),
      }),
    );
  };
  return {
    'finish-early': () => tell(client.finishStep({ params })),
    'set-learning-rate': (value: number) =>
      tell(client.setLearningRate({ params, body: { value } })),
    retry: () => tell(client.retryStep({ params })),
    skip: () => tell(client.skipStep({ params })),
    end: () => tell(client.endStep({ params })),
  };
}

function LearningRate({ onSet }: { onSet: (value: number) => void }) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const value = Number(typed);
  const good = typed.trim() !== '' && value > 0 && value <= 1000;
  const set = () => {
    if (!good) return;
    onSet(value);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Gauge size={12} />}
          onClick={() => setOpened(!opened)}
        >
          {words.learningRate}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          size="xs"
          label={words.learningRate}
          description={words.countsFromTheNextBatchOn}
          placeholder="0.0003"
          maw={220}
          value={typed}
          error={typed !== '' && !good ? words.aNumberAbove0 : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && set()}
        />
        <Button size="xs" mt={8} disabled={!good} onClick={set}>
          {words.set}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
