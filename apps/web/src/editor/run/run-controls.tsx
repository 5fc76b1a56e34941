import { ActionIcon, Button, Group } from '@mantine/core';
import { isTerminal } from '@graft/contracts';
import { ChevronDown, Play } from 'lucide-react';
import { memo, useState } from 'react';
import { Link } from 'wouter';
import * as words from '#words/running';
import { LateMenu } from '../../frame/late-menu';
import { lazyPart } from '../../frame/lazy-part';
import { StateChip } from '../../frame/state-chip';
import { showRunState } from '../../frame/states';
import { useRuns } from '../../runs/run-store';
import { useDialogs } from '../keys/editor-dialogs';
import { useShownRun } from './shown-run';
import type { StartRun } from './use-start-run';

const RunMenu = lazyPart(() => import('./run-menu').then((part) => part.RunMenu));

const ActiveControls = lazyPart(() => import('./active-run').then((part) => part.ActiveControls));

const RunningStep = lazyPart(() => import('./active-run').then((part) => part.RunningStep));

const VaryDialog = lazyPart(() => import('./vary-dialog').then((part) => part.VaryDialog));

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
  const [varying, setVarying] = useState(false);
  const active = state !== undefined && !isTerminal(state);
  return (
    <Group gap={8} wrap="nowrap">
      {active && runId !== null && <RunningStep runId={runId} />}
      {/* Before the link, which so stays where somebody is about to press when they come. */}
      {active && runId !== null && <ActiveControls runId={runId} state={state} />}
      {runId !== null && state !== undefined && (
        <Link href={`/runs/${runId}`} className="run-link">
          <StateChip state={showRunState(state)} />
          <span className="visually-hidden">{words.openTheRun}</span>
        </Link>
      )}
      <Group gap={1} wrap="nowrap">
        <Button
          size="xs"
          h={32}
          leftSection={<Play size={14} fill="currentColor" />}
          loading={starting}
          onClick={start}
          className="run-button"
        >
          {words.run}
        </Button>
        <LateMenu
          target={
            <ActionIcon
              variant="filled"
              h={32}
              w={26}
              className="run-menu"
              aria-label={words.moreWaysToRun}
            >
              <ChevronDown size={14} />
            </ActionIcon>
          }
        >
          {(tie) => (
            <RunMenu
              {...{ tie, runToHere, runFromHere, findLearningRate }}
              onPreview={() => useDialogs.getState().show('plan')}
              onVary={() => setVarying(true)}
            />
          )}
        </LateMenu>
      </Group>
      {varying && <VaryDialog onClose={() => setVarying(false)} onStart={vary} />}
    </Group>
  );
});
