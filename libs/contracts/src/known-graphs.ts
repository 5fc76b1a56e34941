import { parseGraph, type InspectionMemory, type ParsedGraph } from '@graft/graph';

/** A graph as it was read, and what inspection has found out about it. */
export interface KnownGraph {
  readonly parsed: ParsedGraph;
  readonly memory: InspectionMemory;
}

/** Reads a document that nothing is known of. */
export function readAnew(document: unknown): KnownGraph {
  return { parsed: parseGraph(document), memory: new Map() };
}

const MOST_KNOWN = 32;

/**
 * Graphs that were sent lately. The same graph is sent again and again, with other values each time: it is
 * read once, and of its nodes only those are worked out that differ from the last time.
 */
export class KnownGraphs {
  readonly #known = new Map<string, KnownGraph>();

  /** @param document a value that JSON made */
  read(document: unknown): KnownGraph {
    const text = JSON.stringify(document) as string | undefined;
    if (text === undefined) return readAnew(document);
    const known = this.#known.get(text) ?? readAnew(document);
    this.#known.delete(text);
    this.#known.set(text, known);
    const [oldest = ''] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
    return known;
  }
}
