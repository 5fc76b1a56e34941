import { ActionIcon, Tooltip } from '@mantine/core';
import type { PortMap, PortType } from '@graft/graph';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo } from 'react';
import * as words from '#words/panel';
import { lazyPart } from '../../frame/lazy-part';
import { useEditor } from '../store/editor-context';
import { findOnlySelected } from '../store/find-only-selected';
import { PortShape } from '../canvas/port-shape';
import { useLayout } from './layout-store';
import {
  chooseTab,
  portOfTab,
  RUN_TABS,
  tabOfPort,
  type PanelTab,
  type RunTab,
} from './panel-tabs';
import './panel.css';

const ResizeBar = lazyPart(() => import('./resize-bar').then((part) => part.ResizeBar));

// Folded until something is wrong or a run has begun: nothing of what it shows is loaded with the page.
const Problems = lazyPart(() => import('./problems').then((panel) => panel.Problems));
const TrainingPanel = lazyPart(() =>
  import('./training-panel').then((panel) => panel.TrainingPanel),
);
const StepsPanel = lazyPart(() => import('./steps-panel').then((panel) => panel.StepsPanel));
const ReportPanel = lazyPart(() => import('./report-panel').then((panel) => panel.ReportPanel));

const LogPanel = lazyPart(() => import('./log-panel').then((panel) => panel.LogPanel));

const PortPanel = lazyPart(() => import('./port-panel').then((panel) => panel.PortPanel));

const TITLES: Readonly<Record<RunTab, string>> = {
  problems: words.problems,
  training: words.training,
  report: words.report,
  steps: words.steps,
  log: words.log,
};

/** Below the canvas: problems, what the run made, and what comes out of the selected node. */
export const BottomPanel = memo(function BottomPanel() {
  const { folded, fold, bottomHeight, tab: wanted } = useLayout();
  const nodeId = useEditor(findOnlySelected);
  const kind = useEditor((state) => state.byId.get(nodeId ?? '')?.kind ?? '');
  const outputs = useEditor((state) => state.catalogue.get(kind)?.outputs) ?? NO_PORTS;
  const tab = chooseTab(wanted, Object.keys(outputs));
  const open = !folded.bottom;
  return (
    <section
      className="panel"
      aria-label={words.problemsAndResults}
      style={{ height: open ? bottomHeight : undefined }}
    >
      {open && <ResizeBar />}
      <div className="panel__bar">
        <div role="tablist" aria-label={words.problemsAndResults} className="panel__tabs">
          {RUN_TABS.map((each) => (
            <PanelTabButton key={each} tab={each} shown={tab} title={TITLES[each]} />
          ))}
          {nodeId !== null &&
            Object.entries(outputs).map(([port, { type, title }]) => (
              <PanelTabButton
                key={`${nodeId} ${port}`}
                tab={tabOfPort(port)}
                shown={tab}
                title={title}
                type={type}
              />
            ))}
        </div>
        <Tooltip label={open ? words.foldThePanel : words.openThePanel}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={open ? words.foldThePanel : words.openThePanel}
            onClick={() => fold('bottom', open)}
          >
            {open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <div
        className="panel__body"
        id="panel-body"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        hidden={!open}
        tabIndex={0}
      >
        {open && renderTab(tab, nodeId)}
      </div>
    </section>
  );
});

const NO_PORTS: PortMap = {};

interface PanelTabButtonProps {
  tab: PanelTab;
  shown: PanelTab;
  title: string;
  /** Of a port. */
  type?: PortType;
}

function PanelTabButton({ tab, shown, title, type }: PanelTabButtonProps) {
  const { folded, fold, openTab } = useLayout();
  const problems = useEditor((state) => state.inspection.issues.length);
  const selected = !folded.bottom && tab === shown;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${tab}`}
      aria-selected={selected}
      aria-controls="panel-body"
      aria-label={type === undefined ? undefined : words.whatComesOut(title)}
      className="panel__tab"
      onClick={() => (selected ? fold('bottom', true) : openTab(tab))}
    >
      {type !== undefined && <PortShape type={type} />}
      {title}
      {tab === 'problems' && problems > 0 && (
        <span className="panel__count numbers">{problems}</span>
      )}
    </button>
  );
}

function renderTab(tab: PanelTab, nodeId: string | null) {
  switch (tab) {
    case 'problems':
      return <Problems />;
    case 'training':
      return <TrainingPanel />;
    case 'report':
      return <ReportPanel />;
    case 'steps':
      return <StepsPanel />;
    case 'log':
      return <LogPanel nodeId={nodeId} />;
    default:
      return nodeId === null ? null : <PortPanel nodeId={nodeId} port={portOfTab(tab)} />;
  }
}
