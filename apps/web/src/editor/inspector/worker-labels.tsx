import { Input, TagsInput, Text } from '@mantine/core';
import { MAX_WORKER_LABELS, workerLabelSchema } from '@graft/graph';
import { useState } from 'react';
import * as words from '#words/inspector';
import { useConnectedWorkers } from '../../client/queries';
import { useEditor, useEditorStore } from '../store/editor-context';
import '../../frame/mantine-forms.css';

const NONE: readonly string[] = [];
const ID = 'worker-labels';

/** Which workers may run what a node asks for: those with all of its labels. Each change can be undone. */
export function WorkerLabels({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const labels = useEditor((state) => state.byId.get(nodeId)?.workerLabels) ?? NONE;
  const [refused, setRefused] = useState<string | null>(null);
  const workers = useConnectedWorkers().data;
  const known = [...new Set(workers?.flatMap((worker) => worker.labels))].sort();
  const change = (next: readonly string[]) => {
    const wrong = next.find((label) => !workerLabelSchema.safeParse(label).success);
    setRefused(wrong === undefined ? null : words.labelIsRefused(wrong));
    if (wrong === undefined) store.getState().setWorkerLabels(nodeId, next);
  };
  const served =
    labels.length === 0 ||
    (workers?.some((worker) => labels.every((label) => worker.labels.includes(label))) ?? true);
  return (
    <section className="inspector__where" aria-label={words.whereItRuns}>
      <h3>{words.whereItRuns}</h3>
      <Input.Wrapper
        className="field"
        id={ID}
        label={words.workersWithLabels}
        description={words.whatLabelsDo}
        error={refused}
        size="sm"
      >
        <TagsInput
          id={ID}
          data={known}
          value={[...labels]}
          placeholder={labels.length === 0 ? words.anyWorker : ''}
          maxTags={MAX_WORKER_LABELS}
          onMaxTags={() => setRefused(words.noMoreLabels(MAX_WORKER_LABELS))}
          error={refused !== null}
          onChange={change}
          clearable
        />
      </Input.Wrapper>
      {!served && (
        <Text size="xs" c="var(--state-amber)" mt={6} role="status">
          {words.noWorkerHasThem}
        </Text>
      )}
    </section>
  );
}
