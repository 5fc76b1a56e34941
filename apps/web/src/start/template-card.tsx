import { Loader } from '@mantine/core';
import { catalogue } from '@graft/nodes';
import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import * as words from '#words/start';
import { layoutGraph } from '../editor/document/layout-graph';
import type { Template } from './templates';

interface TemplateCardProps {
  template: Template;
  opening: boolean;
  onOpen: () => void;
}

/** A template with a small drawing of its graph. One click opens it, ready to run. */
export function TemplateCard({ template, opening, onOpen }: TemplateCardProps) {
  return (
    <button type="button" className="template" onClick={onOpen} disabled={opening}>
      <GraphDrawing template={template} />
      <span className="template__body">
        <span className="template__title">{template.title}</span>
        <span className="template__text">{template.description}</span>
        <span className="template__open">
          {opening ? <Loader size={14} /> : <ArrowRight size={15} aria-hidden />} {words.open}
        </span>
      </span>
    </button>
  );
}

const SIZE = { width: 44, height: 22 };
const MARGIN = 14;

function GraphDrawing({ template: { graph } }: { template: Template }) {
  const places = useMemo(
    () => layoutGraph(graph, () => ({ width: SIZE.width - 40, height: SIZE.height - 12 })),
    [graph],
  );
  const points = [...places.values()];
  const width = Math.max(...points.map(({ x }) => x), 0) + SIZE.width;
  const height = Math.max(...points.map(({ y }) => y), 0) + SIZE.height;
  const centre = (id: string) => {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    return { x: x + SIZE.width / 2, y: y + SIZE.height / 2 };
  };
  return (
    <svg
      className="template__drawing"
      viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      aria-hidden
    >
      {graph.edges.map(({ from, to }, index) => {
        const [a, b] = [centre(from.node), centre(to.node)];
        const middle = (a.x + b.x) / 2;
        return (
          <path
            key={index}
            d={`M${a.x} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${b.x} ${b.y}`}
            className="template__wire"
          />
        );
      })}
      {graph.nodes.map(({ id, kind }) => {
        const { x, y } = places.get(id) ?? { x: 0, y: 0 };
        const group = catalogue.get(kind)?.group ?? 'deliver';
        return (
          <rect
            key={id}
            x={x}
            y={y}
            {...SIZE}
            rx={6}
            style={{ fill: `var(--group-${group}-soft)`, stroke: `var(--group-${group})` }}
          />
        );
      })}
    </svg>
  );
}
