import { Anchor, Center } from '@mantine/core';
import { parseGraph, type Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { FileWarning } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { useResources } from '../client/use-resources';
import { EmptyState } from '../frame/empty-state';
import { EditorLayout } from './editor-layout';
import { readBackup } from './saving/draft-backup';
import { EditorProvider } from './store/editor-context';
import { createEditorStore } from './store/editor-store';
import { Loading } from '../frame/loading';

/** Opens a pipeline for editing. */
export function EditorPage({ pipelineId }: { pipelineId: string }) {
  const client = useClient();
  const pipeline = useQuery({
    queryKey: queryKeys.pipeline(pipelineId),
    queryFn: ({ signal }) => client.getPipeline({ params: { pipelineId }, signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const resources = useResources();
  const draft = useMemo(
    () => (pipeline.data === undefined ? null : parseGraph(pipeline.data.draft)),
    [pipeline.data],
  );
  const trouble = pipeline.error ?? resources.error;
  if (trouble !== null) return <Unreadable message={describeError(trouble)} />;
  if (draft === null || pipeline.data === undefined || resources.data === undefined) {
    return (
      <Center h="100%">
        <Loading label="Opening the pipeline" />
      </Center>
    );
  }
  if (draft.graph === undefined) {
    return <Unreadable message={draft.issues[0]?.message ?? 'The draft cannot be read.'} />;
  }
  return (
    <OpenEditor
      pipelineId={pipelineId}
      revision={pipeline.data.revision}
      name={pipeline.data.name}
      draft={draft.graph}
      resources={resources.data}
    />
  );
}

interface OpenEditorProps {
  pipelineId: string;
  revision: number;
  name: string;
  draft: Graph;
  resources: Parameters<typeof createEditorStore>[0]['resources'];
}

function OpenEditor({ pipelineId, revision, name, draft, resources }: OpenEditorProps) {
  // The store lives as long as the page; later answers of the server go into it, never replace it.
  const [opened] = useState(() => {
    const backup = readBackup(pipelineId);
    const kept = backup !== null && backup.revision === revision ? backup.graph : null;
    const graph = kept ?? { ...draft, name: draft.name ?? name };
    return { store: createEditorStore({ catalogue, resources, graph }), unsaved: kept !== null };
  });
  useEffect(() => opened.store.getState().setResources(resources), [opened, resources]);
  return (
    <EditorProvider store={opened.store}>
      <ReactFlowProvider>
        <EditorLayout pipelineId={pipelineId} revision={revision} unsaved={opened.unsaved} />
      </ReactFlowProvider>
    </EditorProvider>
  );
}

function Unreadable({ message }: { message: string }) {
  return (
    <EmptyState icon={FileWarning} title="This pipeline cannot be opened">
      {message}{' '}
      <Anchor component={Link} href="/">
        Go to the start page
      </Anchor>
    </EmptyState>
  );
}
