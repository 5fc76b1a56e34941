import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import { isTerminal } from '@graft/contracts';
import {
  Ban,
  Bell,
  ChevronDown,
  ListTree,
  Pause,
  Play,
  SlidersHorizontal,
  StepForward,
  Table2,
  Target,
  TrendingDown,
  type LucideIcon,
} from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { StateChip } from '../../frame/state-chip';
import { showRunState } from '../../frame/states';
import { useControlRun } from '../../runs/use-control-run';
import { useRuns } from '../../runs/run-store';
import { sayKind } from '../../runs/say-kind';
import { useNodeName } from '../store/use-node-name';
import { askToNotify, canAskToNotify } from './notify-end';
import { useShownRun } from './shown-run';
import type { StartRun } from './use-start-run';

const PlanPreview = lazy(() =>
  import('./plan-preview').then((part) => ({ default: part.PlanPreview })),
);

const VaryDialog = lazy(() =>
  import('./vary-dialog').then((part) => ({ default: part.VaryDialog })),
);

/** Run, and while it runs: its state, pause and cancel. */
export const RunControls = memo(function RunControls({
  start,
  runToHere,
  runFromHere,
  vary,
  findLearningRate,
  starting,
}: StartRun) {
  const runId = useShownRun();
  const state = useRuns((runs) => (runId === null ? undefined : runs.runs[runId]?.state));
  const [preview, setPreview] = useState(false);
  const [varying, setVarying] = useState(false);
  const active = state !== undefined && !isTerminal(state);
  return (
    <Group gap={8} wrap="nowrap">
      {active && runId !== null && <RunningStep runId={runId} />}
      {runId !== null && state !== undefined && (
        <Link href={`/runs/${runId}`} className="run-link">
          <StateChip state={showRunState(state)} />
          <span className="visually-hidden">, open the run</span>
        </Link>
      )}
      {active && runId !== null && <ActiveControls runId={runId} state={state} />}
      <Group gap={1} wrap="nowrap">
        <Button
          size="xs"
          h={32}
          leftSection={<Play size={14} fill="currentColor" />}
          loading={starting}
          onClick={start}
          className="run-button"
        >
          Run
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="filled"
              h={32}
              w={26}
              className="run-menu"
              aria-label="More ways to run"
            >
              <ChevronDown size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<ListTree size={15} />} onClick={() => setPreview(true)}>
              What will run?
            </Menu.Item>
            <Menu.Item leftSection={<Target size={15} />} onClick={runToHere}>
              Run to the selected node
            </Menu.Item>
            <Menu.Item leftSection={<StepForward size={15} />} onClick={runFromHere}>
              Run again from the selected node
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<SlidersHorizontal size={15} />}
              onClick={() => setVarying(true)}
            >
              Try settings, repeat
            </Menu.Item>
            <Menu.Item leftSection={<TrendingDown size={15} />} onClick={findLearningRate}>
              Find a learning rate
            </Menu.Item>
            <Menu.Divider />
            {canAskToNotify() && (
              <Menu.Item leftSection={<Bell size={15} />} onClick={askToNotify}>
                Tell me when it ends
              </Menu.Item>
            )}
            <Menu.Item leftSection={<Table2 size={15} />} component={Link} href="/runs">
              All runs
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {varying && (
        <Suspense fallback={null}>
          <VaryDialog onClose={() => setVarying(false)} onStart={vary} />
        </Suspense>
      )}
      {preview && (
        <Suspense fallback={null}>
          <PlanPreview onClose={() => setPreview(false)} onStart={start} />
        </Suspense>
      )}
    </Group>
  );
});

/** What is being worked on right now, steps that have no card of their own included. */
function RunningStep({ runId }: { runId: string }) {
  const nameOf = useNodeName();
  const step = useRuns((runs) =>
    Object.values(runs.runs[runId]?.steps ?? {}).find((each) => each.state === 'running'),
  );
  if (step === undefined) return null;
  const [node] = step.nodes;
  const name = (node === undefined ? null : nameOf(node)) ?? sayKind(step.kind);
  return (
    <span className="running-step numbers">
      {name}
      {step.progress !== null && `: ${step.progress.text}`}
    </span>
  );
}

function ActiveControls({ runId, state }: { runId: string; state: string }) {
  const control = useControlRun(runId);
  return (
    <>
      {state === 'paused' ? (
        <Control
          icon={Play}
          name="Resume the run"
          tip="Go on where it stopped"
          onClick={control.resume}
        />
      ) : (
        <Control
          icon={Pause}
          name="Pause the run"
          tip="Pause: stop after this batch and keep the place"
          onClick={control.pause}
        />
      )}
      <Control icon={Ban} name="Cancel the run" tip="Cancel the run" onClick={control.cancel} />
    </>
  );
}

interface ControlProps {
  icon: LucideIcon;
  name: string;
  tip: string;
  onClick: () => void;
}

function Control({ icon: Icon, name, tip, onClick }: ControlProps) {
  return (
    <Tooltip label={tip}>
      <ActionIcon variant="default" size={32} aria-label={name} onClick={onClick}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
