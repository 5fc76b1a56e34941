import { Anchor, Center } from '@mantine/core';
import type { Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { ReactFlowProvider } from '@xyflow/react';
import { FileWarning } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '../frame/empty-state';
import { useDraft } from './use-draft';
import { EditorLayout } from './editor-layout';
import { readBackup } from './saving/draft-backup';
import { EditorProvider } from './store/editor-context';
import { createEditorStore } from './store/editor-store';
import { Loading } from '../frame/loading';

/** Opens a pipeline for editing. */
export function EditorPage({ pipelineId }: { pipelineId: string }) {
  const opening = useDraft(pipelineId, 'editor');
  switch (opening.state) {
    case 'failed':
      return <Unreadable message={opening.message} />;
    case 'opening':
      return (
        <Center h="100%">
          <Loading label="Opening the pipeline" />
        </Center>
      );
    case 'open':
      return <OpenEditor pipelineId={pipelineId} {...opening} />;
  }
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

export function Unreadable({ message }: { message: string }) {
  return (
    <EmptyState icon={FileWarning} title="This pipeline cannot be opened">
      {message}{' '}
      <Anchor component={Link} href="/">
        Go to the start page
      </Anchor>
    </EmptyState>
  );
}
