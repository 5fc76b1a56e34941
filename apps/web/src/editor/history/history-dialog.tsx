import { Button, Modal, Text } from '@mantine/core';
import { parseGraph, type Graph } from '@graft/graph';
import { History } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useRun, useRunList } from '../../client/queries';
import { EmptyState } from '../../frame/empty-state';
import { formatAge, formatPlural } from '../../frame/format';
import { Loading } from '../../frame/loading';
import { StateChip } from '../../frame/state-chip';
import { showRunState } from '../../frame/states';
import { compareGraphs, type Difference } from '../../runs/compare-graphs';
import { useEditor, useEditorStore } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';
import './history.css';

interface HistoryDialogProps {
  pipelineId: string;
  onClose: () => void;
}

/** What the pipeline was at each of its runs, what has changed since, and the way back. */
export function HistoryDialog({ pipelineId, onClose }: HistoryDialogProps) {
  const runs = useRunList(100).data?.filter((run) => run.pipelineId === pipelineId) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const runId = chosen ?? runs[0]?.runId ?? null;
  return (
    <Modal opened onClose={onClose} title="History" size="xl">
      {runId === null ? (
        <EmptyState icon={History} title="No history yet">
          Every run keeps the pipeline as it was. After the first one you can compare with it here,
          and go back to it.
        </EmptyState>
      ) : (
        <div className="history">
          <ul className="history__list" aria-label="Runs of this pipeline">
            {runs.map((run) => (
              <li key={run.runId}>
                <button
                  type="button"
                  aria-pressed={run.runId === runId}
                  onClick={() => setChosen(run.runId)}
                >
                  <span>{formatAge(run.createdAt, Date.now())}</span>
                  <StateChip state={showRunState(run.status)} />
                </button>
              </li>
            ))}
          </ul>
          <Changes runId={runId} onClose={onClose} />
        </div>
      )}
    </Modal>
  );
}

function Changes({ runId, onClose }: { runId: string; onClose: () => void }) {
  const store = useEditorStore();
  const draft = useEditor((state) => state.history.present);
  const document = useRun(runId).data?.graph;
  const ran = useMemo(
    () => (document === undefined ? null : (parseGraph(document).graph ?? null)),
    [document],
  );
  if (ran === null) return <Loading label="Loading the run" />;
  const differences = compareGraphs(ran, draft);
  const restore = () => {
    store.getState().replace(withName(ran, draft));
    onClose();
  };
  return (
    <section className="history__changes" aria-label="What changed since">
      <header>
        <Text size="sm" fw={600}>
          {differences.length === 0
            ? 'The draft is the same'
            : `${formatPlural(differences.length, 'difference')} between this run and the draft`}
        </Text>
        <Button size="xs" variant="default" disabled={differences.length === 0} onClick={restore}>
          Restore
        </Button>
      </header>
      <ul>
        {differences.map((each) => (
          <ChangedPart key={`${each.node} ${each.field} ${each.before} ${each.after}`} {...each} />
        ))}
      </ul>
    </section>
  );
}

function ChangedPart({ node, field, before, after }: Difference) {
  const nameOf = useNodeName();
  const name = nameOf(node) ?? node;
  if (field === 'node') {
    return (
      <li>
        <b>{name}</b> {after === '' ? 'was removed' : 'was added'}
      </li>
    );
  }
  if (field === 'wire') {
    return <li>Wire {after === '' ? `${before} was removed` : `${after} was drawn`}</li>;
  }
  return (
    <li>
      <b>{name}</b>, {field}: {before} → {after}
    </li>
  );
}

/** The name is the pipeline's, not the run's. */
function withName(ran: Graph, draft: Graph): Graph {
  return draft.name === undefined ? ran : { ...ran, name: draft.name };
}
