import type { LeftOut } from '@graft/graph';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { Info } from 'lucide-react';
import { memo } from 'react';
import { LateTooltip } from '../../frame/late-tooltip';
import { rewriteNumbers } from '../../words/numbers';
import { useCardStep } from '../run/use-card-step';
import { useDocument } from '../store/editor-context';
import { WIRE_CURVATURE } from '../store/list-wire-points';
import type { WireEdge } from '../store/flow-view';

/** A wire in the colour of what it carries. It moves only while the step behind it runs. */
export const Wire = memo(function Wire(props: EdgeProps<WireEdge>) {
  const [path, labelX, labelY] = getBezierPath({ ...props, curvature: WIRE_CURVATURE });
  const type = props.data?.portType ?? 'unknown';
  const active = useCardStep(props.target)?.state === 'running';
  const idle = useDocument(
    ({ inspection: { leftOut } }) =>
      isIdle(leftOut.get(props.source)) || isIdle(leftOut.get(props.target)),
  );
  const notes = useNotes(props.source, props.sourceHandleId ?? '', props.target);
  return (
    <>
      <BaseEdge
        path={path}
        className="wire"
        style={{ stroke: type === 'unknown' ? 'var(--port-file)' : `var(--port-${type})` }}
        data-active={active || undefined}
        data-idle={idle || undefined}
        interactionWidth={18}
      />
      {notes !== '' && (
        <EdgeLabelRenderer>
          <LateTooltip label={notes}>
            <span
              className="wire__note nodrag nopan"
              role="note"
              aria-label={notes}
              style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            >
              <Info size={12} aria-hidden />
            </span>
          </LateTooltip>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** Nothing goes through a wire of a node that does not run; a bypassed node passes on what it gets. */
function isIdle(leftOut: LeftOut | undefined): boolean {
  return leftOut !== undefined && leftOut.how !== 'bypassed';
}

/** What was adapted by itself, said where it begins: at the wire into the node that did it. */
function useNotes(source: string, port: string, target: string): string {
  return useDocument(({ inspection }) => {
    const carried = inspection.summaries.get(source)?.[port];
    const before = carried?.type === 'model' ? carried.notes : [];
    if (carried?.type !== 'model') return '';
    const after = Object.values(inspection.summaries.get(target) ?? {}).flatMap((each) =>
      each.type === 'model' ? each.notes : [],
    );
    return rewriteNumbers(after.filter((note) => !before.includes(note)).join('. '));
  });
}
