import { nameNodes, type Catalogue, type Graph, type Issue } from '@graft/graph';
import * as words from '#words/find';
import { canvasIdOf } from '../store/annotation-view';

/** Something on the canvas that can be gone to. */
export interface CanvasPart {
  /** Its id on the canvas. */
  readonly id: string;
  readonly title: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** What `is:` may ask for. */
  readonly marks: readonly string[];
}

/** Everything on the canvas: nodes, then notes and frames, in the order of the document. */
export function listCanvasParts(
  graph: Graph,
  catalogue: Catalogue,
  issuesOf: ReadonlyMap<string, readonly Issue[]>,
): CanvasPart[] {
  const names = nameNodes(graph, catalogue);
  const nodes = graph.nodes.map(({ id, kind, mode }): CanvasPart => {
    const marks = [mode, issuesOf.has(id) ? 'problem' : undefined].filter(
      (mark) => mark !== undefined,
    );
    const about = [catalogue.get(kind)?.title ?? kind, ...marks].join(' · ');
    return { id, title: names.get(id) ?? id, about, marks };
  });
  const notes = (graph.notes ?? []).map(({ id, text }): CanvasPart => ({
    ...{ id: canvasIdOf('note', id), title: firstLine(text), about: words.note, marks: ['note'] },
  }));
  const frames = (graph.frames ?? []).map(({ id, title }): CanvasPart => ({
    ...{ id: canvasIdOf('frame', id), title, about: words.frame, marks: ['frame'] },
  }));
  return [...nodes, ...notes, ...frames];
}

/** Parts that have every word; `is:problem`, `is:muted`, `is:bypassed`, `is:note`, `is:frame` filter. */
export function searchParts(parts: readonly CanvasPart[], query: string): CanvasPart[] {
  const asked = query.toLowerCase().split(/\s+/).filter(Boolean);
  return parts.filter(({ id, title, about, marks }) => {
    const text = `${title} ${about} ${id}`.toLowerCase();
    return asked.every((word) =>
      word.startsWith('is:') ? marks.includes(word.slice(3)) : text.includes(word),
    );
  });
}

const LONGEST = 80;

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line
    .replaceAll(/[*_`#]/g, '')
    .trim()
    .slice(0, LONGEST);
}
