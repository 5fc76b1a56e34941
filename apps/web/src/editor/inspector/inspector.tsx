import { ActionIcon, Tooltip } from '@mantine/core';
import { PanelRightClose } from 'lucide-react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import * as words from '#words/inspector';
import { lazyPart } from '../../frame/lazy-part';
import { useLayout } from '../panel/layout-store';
import { useEditor } from '../store/editor-context';
import { PipelineInspector } from './pipeline-inspector';
import './inspector.css';

// Forms and their pickers are a third of the editor; nobody sees them before a node is chosen.
const ManySelected = lazyPart(() => import('./many-selected').then((part) => part.ManySelected));
const NodeInspector = lazyPart(() => import('./node-inspector').then((part) => part.NodeInspector));

/** The right panel: the selected node, or the pipeline when nothing is selected. */
export const Inspector = memo(function Inspector() {
  const selected = useEditor(
    useShallow((state) => state.cards.filter((card) => card.selected).map((card) => card.id)),
  );
  const fold = useLayout((state) => state.fold);
  const [only] = selected;
  return (
    <aside className="inspector" aria-label={words.inspector}>
      <Tooltip label={words.foldTheInspector}>
        <ActionIcon
          className="inspector__close"
          variant="subtle"
          color="gray"
          aria-label={words.foldTheInspector}
          onClick={() => fold('inspector', true)}
        >
          <PanelRightClose size={16} />
        </ActionIcon>
      </Tooltip>
      {selected.length === 0 && <PipelineInspector />}
      {selected.length === 1 && only !== undefined && <NodeInspector key={only} nodeId={only} />}
      {selected.length > 1 && <ManySelected count={selected.length} />}
    </aside>
  );
});
