import { ActionIcon, Tooltip } from '@mantine/core';
import { PanelRightClose } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { useLayout } from '../panel/layout-store';
import { useEditor } from '../store/editor-context';
import { ManySelected } from './many-selected';
import { NodeInspector } from './node-inspector';
import { PipelineInspector } from './pipeline-inspector';
import './inspector.css';

/** The right panel: the selected node, or the pipeline when nothing is selected. */
export function Inspector() {
  const selected = useEditor(
    useShallow((state) => state.cards.filter((card) => card.selected).map((card) => card.id)),
  );
  const fold = useLayout((state) => state.fold);
  const [only] = selected;
  return (
    <aside className="inspector" aria-label="Inspector">
      <Tooltip label="Fold the inspector">
        <ActionIcon
          className="inspector__close"
          variant="subtle"
          color="gray"
          aria-label="Fold the inspector"
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
}
