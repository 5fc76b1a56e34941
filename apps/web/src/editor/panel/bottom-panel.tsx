import { ActionIcon, Tooltip } from '@mantine/core';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { lazy, memo, Suspense, useCallback, type KeyboardEvent, type PointerEvent } from 'react';
import { useEditor } from '../store/editor-context';
import { LOWEST_PANEL, PANEL_TABS, useLayout, type PanelTab } from './layout-store';
import { Problems } from './problems';
import './panel.css';

const TrainingPanel = lazy(() =>
  import('./training-panel').then((panel) => ({ default: panel.TrainingPanel })),
);
const StepsPanel = lazy(() =>
  import('./steps-panel').then((panel) => ({ default: panel.StepsPanel })),
);
const ReportPanel = lazy(() =>
  import('./report-panel').then((panel) => ({ default: panel.ReportPanel })),
);

const TITLES: Readonly<Record<PanelTab, string>> = {
  problems: 'Problems',
  training: 'Training',
  report: 'Report',
  steps: 'Steps',
};

/** Below the canvas: problems, curves, report and steps. Its height is the person's. */
export const BottomPanel = memo(function BottomPanel() {
  const { folded, fold, bottomHeight, tab, openTab } = useLayout();
  const problems = useEditor((state) => state.inspection.issues.length);
  const open = !folded.bottom;
  return (
    <section
      className="panel"
      aria-label="Problems and results"
      style={{ height: open ? bottomHeight : undefined }}
    >
      {open && <ResizeBar />}
      <div className="panel__bar">
        <div role="tablist" aria-label="Problems and results" className="panel__tabs">
          {PANEL_TABS.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`tab-${each}`}
              aria-selected={open && tab === each}
              aria-controls="panel-body"
              className="panel__tab"
              onClick={() => (open && tab === each ? fold('bottom', true) : openTab(each))}
            >
              {TITLES[each]}
              {each === 'problems' && problems > 0 && (
                <span className="panel__count numbers">{problems}</span>
              )}
            </button>
          ))}
        </div>
        <Tooltip label={open ? 'Fold the panel' : 'Open the panel'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={open ? 'Fold the panel' : 'Open the panel'}
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
        {open && <Suspense fallback={null}>{renderTab(tab)}</Suspense>}
      </div>
    </section>
  );
});

function renderTab(tab: PanelTab) {
  switch (tab) {
    case 'problems':
      return <Problems />;
    case 'training':
      return <TrainingPanel />;
    case 'report':
      return <ReportPanel />;
    case 'steps':
      return <StepsPanel />;
  }
}

function ResizeBar() {
  const { bottomHeight, resizeBottom } = useLayout();
  const start = useCallback(
    (event: PointerEvent<HTMLDivElement>) => {
      const from = event.clientY;
      const highest = window.innerHeight - 240;
      event.currentTarget.setPointerCapture(event.pointerId);
      const move = ({ clientY }: globalThis.PointerEvent) =>
        resizeBottom(Math.min(highest, bottomHeight + from - clientY));
      const end = () => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', end);
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
    },
    [bottomHeight, resizeBottom],
  );
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 24 : event.key === 'ArrowDown' ? -24 : 0;
    if (step === 0) return;
    event.preventDefault();
    resizeBottom(Math.min(window.innerHeight - 240, bottomHeight + step));
  };
  return (
    <div
      className="panel__resize"
      role="separator"
      aria-label="Height of the panel"
      aria-orientation="horizontal"
      aria-valuenow={bottomHeight}
      aria-valuemin={LOWEST_PANEL}
      tabIndex={0}
      onPointerDown={start}
      onKeyDown={onKey}
    />
  );
}
