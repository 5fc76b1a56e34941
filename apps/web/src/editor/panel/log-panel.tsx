import { Button, Group, Text, TextInput } from '@mantine/core';
import { Download, ScrollText, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import * as words from '#words/panel';
import { EmptyState } from '../../frame/empty-state';
import { formatTime } from '../../frame/format';
import { Loading } from '../../frame/loading';
import { download } from '../../runs/download';
import { useRuns } from '../../runs/run-store';
import { sayStep } from '../../runs/say-step';
import { useShownRun } from '../run/shown-run';
import { useNodeName } from '../store/use-node-name';
import { listLogLines, type LogLine } from './list-log-lines';
import { RunFirst } from './run-first';
import { useRunEvents } from './use-run-events';
import './log.css';

/** What happened in the run that the canvas shows: at the selected node, or everywhere while none is. */
export function LogPanel({ nodeId }: { nodeId: string | null }) {
  const runId = useShownRun();
  if (runId !== null) return <RunLog runId={runId} nodeId={nodeId} />;
  return (
    <EmptyState icon={ScrollText} title={words.noRunYet} action={<RunFirst />}>
      {words.pressRunForALog}
    </EmptyState>
  );
}

function RunLog({ runId, nodeId }: { runId: string; nodeId: string | null }) {
  const nameOf = useNodeName();
  const events = useRunEvents(runId);
  const steps = useSteps(runId, nodeId);
  const nameStep = useNameStep(runId);
  const [query, setQuery] = useState('');
  const all = useMemo(() => {
    return listLogLines(events ?? [], steps === null ? null : new Set(steps));
  }, [events, steps]);
  if (events === null) return <Loading label={words.loadingTheLog} />;
  if (steps?.length === 0) return <Text size="sm">{words.noStepOfItsOwn}</Text>;
  const write = ({ at, stepId, text }: LogLine) =>
    [at, nameStep(stepId), text].filter((part) => part !== null).join('  ');
  const lines = all.filter((line) => write(line).toLowerCase().includes(query.toLowerCase()));
  const title = nodeId === null ? words.wholeRun : (nameOf(nodeId) ?? nodeId);
  const save = () =>
    download(
      `${title}.log`,
      new Blob([all.map(write).reverse().join('\n')], { type: 'text/plain' }),
    );
  return (
    <>
      <Group gap={8} mb={8}>
        <Text size="sm" fw={600} flex={1}>
          {words.logOf(title)}
        </Text>
        <TextInput
          size="xs"
          aria-label={words.searchTheLog}
          placeholder={words.searchTheLog}
          leftSection={<Search size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" leftSection={<Download size={14} />} onClick={save}>
          {words.downloadTheLog}
        </Button>
      </Group>
      <ol className="log" aria-label={words.logOf(title)}>
        {lines.map((line) => (
          <li key={line.key} data-tone={line.tone}>
            <time dateTime={line.at} className="numbers">
              {formatTime(line.at)}
            </time>
            {nodeId === null && <b>{nameStep(line.stepId)}</b>}
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
      {lines.length === 0 && <Text size="sm">{words.nothingOfThatInTheLog}</Text>}
    </>
  );
}

/** The steps of a node, or of the nodes inside a component; null for those of the whole run. */
function useSteps(runId: string, nodeId: string | null): readonly string[] | null {
  const ids = useRuns(
    useShallow((state) => {
      const steps = Object.values(state.runs[runId]?.steps ?? {});
      const isIts = (id: string) => id === nodeId || id.startsWith(`${nodeId ?? ''}/`);
      return steps.flatMap(({ stepId, nodes }) => (nodes.some(isIts) ? [stepId] : []));
    }),
  );
  return nodeId === null ? null : ids;
}

/** What a step is called; the run as a whole has no name here. */
function useNameStep(runId: string): (stepId: string | null) => string | null {
  const nameOf = useNodeName();
  return (stepId) => {
    const step = stepId === null ? undefined : useRuns.getState().runs[runId]?.steps[stepId];
    return step === undefined ? null : sayStep(step, nameOf);
  };
}
