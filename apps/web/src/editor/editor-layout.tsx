import { ActionIcon, Tooltip } from '@mantine/core';
import { PanelLeftOpen, PanelRightOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import * as words from '#words/editor';
import { lazyPart } from '../frame/lazy-part';
import { RunStarterProvider } from './run/run-starter';
import { InBar } from '../frame/bar-slots';
import { useFollowRun } from '../runs/run-store';
import { Canvas } from './canvas/canvas';
import { EditorBar } from './editor-bar';
import { hasKeptSession } from './components/kept-session';
import { Inspector } from './inspector/inspector';
import { useDialogs } from './keys/editor-dialogs';
import { useKeyActions } from './keys/use-key-actions';
import { Palette } from './palette/palette';
import { BottomPanel } from './panel/bottom-panel';
import { useLayout } from './panel/layout-store';
import { RunControls } from './run/run-controls';
import { ShownRunProvider } from './run/shown-run';
import { useInterrupt } from './run/use-interrupt';
import { useTellEnd } from './run/use-tell-end';
import { usePipelineRun } from './run/use-pipeline-run';
import { useStartRun } from './run/use-start-run';
import { useSaving, type Saving } from './saving/use-saving';
import { useNarrow } from './panel/use-narrow';
import { useEditor, useEditorStore } from './store/editor-context';
import { useEditorKeys } from './use-editor-keys';
import './editor.css';

const EditingBar = lazyPart(() =>
  import('./components/editing-bar').then((part) => part.EditingBar),
);

const KeepSession = lazyPart(() =>
  import('./components/keep-session').then((part) => part.KeepSession),
);

const ConflictDialog = lazyPart(() =>
  import('./saving/conflict-dialog').then((part) => part.ConflictDialog),
);

const OpenDialog = lazyPart(() => import('./keys/open-dialog').then((part) => part.OpenDialog));

const WatchNewest = lazyPart(() =>
  import('./components/watch-newest').then((part) => part.WatchNewest),
);

interface EditorLayoutProps {
  pipelineId: string;
  revision: number;
  /** The draft comes from the browser and is not on the server yet. */
  unsaved: boolean;
}

/** Palette, canvas, inspector and bottom panel around one open pipeline. */
export function EditorLayout({ pipelineId, revision, unsaved }: EditorLayoutProps) {
  const store = useEditorStore();
  const saving = useSaving({ pipelineId, revision, store });
  const { runId, show } = usePipelineRun(pipelineId);
  const starts = useStartRun(pipelineId, saving.autosave, show);
  const { folded, fold } = useLayout();
  const narrow = useNarrow();
  const interrupt = useInterrupt(runId);
  const actions = useKeyActions({ ...starts, interrupt });
  useEditorKeys(actions);
  useEffect(() => {
    if (unsaved) saving.autosave.change(store.getState().history.present);
  }, [unsaved, saving.autosave, store]);
  return (
    <ShownRunProvider value={runId}>
      <FollowRun runId={runId} />
      <NewestComponents />
      <InBar side="left">
        <EditorBar light={saving.light} pipelineId={pipelineId} />
      </InBar>
      <InBar side="right">
        <RunControls {...starts} />
      </InBar>
      <main className="editor">
        {folded.palette ? (
          <Unfold side="left" onOpen={() => fold('palette', false)} />
        ) : (
          <Palette />
        )}
        <div className="editor__middle">
          <div className="editor__canvas">
            <Canvas actions={actions} />
            <Editing pipelineId={pipelineId} />
            {narrow && <FloatingInspector />}
          </div>
          <RunStarterProvider value={starts}>
            <BottomPanel />
          </RunStarterProvider>
        </div>
        {!narrow && folded.inspector && (
          <Unfold side="right" onOpen={() => fold('inspector', false)} />
        )}
        {!narrow && !folded.inspector && <Inspector />}
      </main>
      <AskedDialog pipelineId={pipelineId} saving={saving} onStart={starts.start} />
      <Conflict pipelineId={pipelineId} saving={saving} />
    </ShownRunProvider>
  );
}

/** Apart from the layout, which has nothing to draw anew when a run goes on. */
function FollowRun({ runId }: { runId: string | null }) {
  useFollowRun(runId);
  useTellEnd(runId);
  return null;
}

/** What the workspace has of the components in the document, while there are any. */
function NewestComponents() {
  const some = useEditor((state) => state.history.present.components !== undefined);
  return some ? <WatchNewest /> : null;
}

function Editing({ pipelineId }: { pipelineId: string }) {
  const session = useEditor((state) => state.editing);
  const [kept] = useState(() => hasKeptSession(pipelineId));
  return (
    <>
      {(kept || session !== null) && <KeepSession pipelineId={pipelineId} />}
      {session && <EditingBar session={session} />}
    </>
  );
}

function AskedDialog(props: { pipelineId: string; saving: Saving; onStart: () => void }) {
  const some = useDialogs(({ open }) => open !== null);
  return some ? <OpenDialog {...props} /> : null;
}

function Conflict({ pipelineId, saving }: { pipelineId: string; saving: Saving }) {
  const conflict = useStore(saving.light, ({ kind }) => kind === 'conflict');
  if (!conflict) return null;
  return <ConflictDialog pipelineId={pipelineId} saving={saving} />;
}

/** Over the canvas, and only while a node is selected. */
function FloatingInspector() {
  const { folded, fold } = useLayout();
  const selected = useEditor((state) => state.cards.some((card) => card.selected));
  if (folded.inspector) return <Unfold side="right" onOpen={() => fold('inspector', false)} />;
  return selected ? <Inspector /> : null;
}

function Unfold({ side, onOpen }: { side: 'left' | 'right'; onOpen: () => void }) {
  const label = side === 'left' ? words.openThePalette : words.openTheInspector;
  return (
    <div className="editor__unfold" data-side={side}>
      <Tooltip label={label}>
        <ActionIcon variant="default" aria-label={label} onClick={onOpen}>
          {side === 'left' ? <PanelLeftOpen size={16} /> : <PanelRightOpen size={16} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
