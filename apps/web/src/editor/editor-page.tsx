import type { Graph } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState } from 'react';
import * as words from '#words/editor';
import { EditorLayout } from './editor-layout';
import { OpeningPage } from './opening-page';
import { readBackup } from './saving/draft-backup';
import { EditorProvider } from './store/editor-context';
import { createEditorStore } from './store/editor-store';
import { useDraft } from './use-draft';

/** Opens a pipeline for editing. */
export function EditorPage({ pipelineId }: { pipelineId: string }) {
  const opening = useDraft(pipelineId, 'editor');
  return (
    <OpeningPage opening={opening} label={words.openingThePipeline}>
      {(opened) => <OpenEditor pipelineId={pipelineId} {...opened} />}
    </OpeningPage>
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
