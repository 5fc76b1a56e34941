import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import {
  Group,
  LayoutDashboard,
  Map as MapIcon,
  Maximize,
  Minus,
  Plus,
  SquarePlus,
  StickyNote,
} from 'lucide-react';
import { memo, type ReactNode } from 'react';
import * as words from '#words/canvas';
import type { AddRequest } from '../palette/add-request';
import { useLayout } from '../panel/layout-store';
import { FIT, GLIDE } from './keep-in-view';
import { useAddFrame } from './use-add-frame';
import { useAddNote } from './use-add-note';
import { useTidyUp } from './use-tidy-up';

interface CanvasToolsProps {
  onAdd: (request: AddRequest) => void;
}

/** Zoom, fit, layout and overview, in the corner of the canvas. */
export const CanvasTools = memo(function CanvasTools({ onAdd }: CanvasToolsProps) {
  const { overview, toggleOverview } = useLayout();
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const addNote = useAddNote();
  const addFrame = useAddFrame();
  const tidyUp = useTidyUp();
  const fit = () => void fitView({ ...FIT, ...GLIDE });
  return (
    <Panel position="bottom-left" className="canvas__tools">
      <Tool
        label={words.addANodeSpace}
        onClick={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          onAdd({ x: left, y: top - 380, from: null });
        }}
      >
        <SquarePlus size={16} />
      </Tool>
      <Tool label={words.addANoteN} onClick={addNote}>
        <StickyNote size={16} />
      </Tool>
      <Tool label={words.frameWhatIsSelectedCtrlG} onClick={addFrame}>
        <Group size={16} />
      </Tool>
      <Tool label={words.zoomIn} onClick={() => void zoomIn(GLIDE)}>
        <Plus size={16} />
      </Tool>
      <Tool label={words.zoomOut} onClick={() => void zoomOut(GLIDE)}>
        <Minus size={16} />
      </Tool>
      <Tool label={words.showEverything1} onClick={fit}>
        <Maximize size={16} />
      </Tool>
      <Tool label={words.tidyUpShiftL} onClick={tidyUp}>
        <LayoutDashboard size={16} />
      </Tool>
      <Tool label={words.overviewM} pressed={overview} onClick={toggleOverview}>
        <MapIcon size={16} />
      </Tool>
    </Panel>
  );
});

interface ToolProps {
  label: string;
  pressed?: boolean;
  onClick: (event: React.MouseEvent<HTMLButtonElement>) => void;
  children: ReactNode;
}

function Tool({ label, pressed, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'accent' : 'gray'}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
