import { Button, Group, Select, Text } from '@mantine/core';
import type { VersionSummary } from '@graft/contracts';
import { parseGraph, type Graph } from '@graft/graph';
import { useMemo, useState } from 'react';
import * as words from '#words/history';
import { useVersion } from '../../client/use-versions';
import { Failure } from '../../frame/failure';
import { Loading } from '../../frame/loading';
import { compareGraphs } from '../../runs/compare-graphs';
import { wordGraphs } from '../../runs/word-graphs';
import { useEditor, useEditorStore } from '../store/editor-context';
import { describeDifference } from './describe-difference';
import { titleVersion } from './title-version';
import { VersionName } from './version-name';
import '../../frame/mantine-forms.css';

const DRAFT = 'draft';

interface VersionChangesProps {
  pipelineId: string;
  version: VersionSummary;
  /** All that it can be compared with. */
  versions: readonly VersionSummary[];
  onClose: () => void;
}

/** What is different between a version and the draft, or another version; and the way back to it. */
export function VersionChanges({ pipelineId, version, versions, onClose }: VersionChangesProps) {
  const store = useEditorStore();
  const draft = useEditor((state) => state.history.present);
  const [other, setOther] = useState(DRAFT);
  const before = useVersionGraph(pipelineId, version.versionId);
  const chosen = useVersionGraph(pipelineId, other === DRAFT ? null : other);
  const after = other === DRAFT ? draft : chosen.graph;
  const others = versions.filter(({ versionId }) => versionId !== version.versionId);
  const restore = () => {
    if (before.graph === null) return;
    store.getState().replace(withName(before.graph, draft));
    // What was being changed inside a component is not in this graph.
    store.getState().setEditing(null);
    onClose();
  };
  return (
    <section className="history__changes" aria-label={words.whatChangedSince}>
      <header>
        <VersionName key={version.versionId} pipelineId={pipelineId} version={version} />
        <Button size="xs" variant="default" disabled={before.graph === null} onClick={restore}>
          {words.restore}
        </Button>
      </header>
      <Group gap={8} mb={12}>
        <Text size="sm">{words.comparedWith}</Text>
        <Select
          size="xs"
          aria-label={words.comparedWithVersion}
          searchable
          allowDeselect={false}
          data={[
            { value: DRAFT, label: words.theDraft },
            ...others.map((each) => ({ value: each.versionId, label: titleVersion(each) })),
          ]}
          value={other}
          onChange={(value) => setOther(value ?? DRAFT)}
        />
      </Group>
      <Failure error={before.error ?? chosen.error} />
      {before.graph !== null && after !== null ? (
        <ChangeList before={before.graph} after={after} />
      ) : (
        before.error === null &&
        chosen.error === null && <Loading label={words.loadingTheVersion} />
      )}
    </section>
  );
}

function ChangeList({ before, after }: { before: Graph; after: Graph }) {
  const catalogue = useEditor((state) => state.catalogue);
  const changes = useMemo(() => {
    const graph = wordGraphs([before, after], catalogue);
    return compareGraphs(before, after).map((each) => describeDifference(each, graph));
  }, [before, after, catalogue]);
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {changes.length === 0 ? words.noDifference : words.changesSinceThen(changes.length)}
      </Text>
      <ul>
        {changes.map(({ subject, change }) => (
          <li key={`${subject} ${change}`}>
            <b>{subject}</b> {change}
          </li>
        ))}
      </ul>
    </>
  );
}

function useVersionGraph(pipelineId: string, versionId: string | null) {
  const { data, error } = useVersion(pipelineId, versionId);
  const graph = useMemo(
    () => (data === undefined ? null : (parseGraph(data.graph).graph ?? null)),
    [data],
  );
  return { graph, error };
}

/** The name is the pipeline's, not the version's. */
function withName(kept: Graph, draft: Graph): Graph {
  return draft.name === undefined ? kept : { ...kept, name: draft.name };
}
