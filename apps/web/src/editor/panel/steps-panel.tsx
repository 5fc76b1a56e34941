import { Text } from '@mantine/core';
import { ListChecks } from 'lucide-react';
import * as words from '#words/panel';
import { EmptyState } from '../../frame/empty-state';
import { StepsTable } from '../../runs/steps-table';
import { useRuns } from '../../runs/run-store';
import { useShownRun } from '../run/shown-run';
import { useNodeName } from '../store/use-node-name';
import { RunFirst } from './run-first';

/** The steps of the run that the canvas shows. */
export function StepsPanel() {
  const nameOf = useNodeName();
  const runId = useShownRun();
  const run = useRuns((state) => (runId === null ? undefined : state.runs[runId]));
  if (run === undefined) {
    return (
      <EmptyState icon={ListChecks} title={words.noRunYet} action={<RunFirst />}>
        {words.pressRun}
      </EmptyState>
    );
  }
  return (
    <>
      {run.error !== null && (
        <Text size="sm" c="var(--state-red)" mb={8} role="alert">
          {run.error.message}
        </Text>
      )}
      <StepsTable run={run} nameOf={nameOf} />
    </>
  );
}
