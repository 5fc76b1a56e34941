import { readComponentKind } from '@graft/graph';
import * as words from '#words/history';
import type { Difference, SpreadDifference } from './compare-graphs';
import type { GraphWords } from './word-graphs';

/** One line of a list of changes: what it is about, and what became of it. */
export interface DescribedChange {
  readonly subject: string;
  readonly change: string;
}

/** A difference in the words of a person who knows the nodes by name. */
export function describeDifference(
  { node, field, before, after }: Difference,
  graph: GraphWords,
): DescribedChange {
  const subject = graph.nameOf(node);
  if (field === 'node')
    return { subject, change: after === '' ? words.wasRemoved : words.wasAdded };
  if (field === 'wire') {
    const wire = graph.sayWire(after === '' ? before : after);
    return {
      subject: words.wire,
      change: after === '' ? words.wireWasRemoved(wire) : words.wireWasDrawn(wire),
    };
  }
  if (field === 'note' || field === 'frame') {
    return {
      subject: field === 'note' ? words.note : words.frame,
      change: describeText(before, after),
    };
  }
  if (field === 'kind') return { subject, change: describeKinds(before, after, graph) };
  return { subject, change: `${graph.fieldOf(node, field)}: ${before} → ${after}` };
}

/** A difference of several graphs in such words. */
export function describeSpread(
  { node, field, values }: SpreadDifference,
  graph: GraphWords,
): SpreadDifference {
  switch (field) {
    case 'node':
      return { node: graph.nameOf(node), field: words.node, values: values.map(graph.kindOf) };
    case 'kind':
      return { node: graph.nameOf(node), field: words.kind, values: values.map(graph.kindOf) };
    case 'mode':
      return { node: graph.nameOf(node), field: words.mode, values };
    case 'wire':
      return {
        node: graph.nameOf(node),
        field: words.wire,
        values: values.map((wire) => (wire === '' ? '' : graph.sayWire(wire))),
      };
    case 'note':
    case 'frame':
      return { node: '', field: field === 'note' ? words.note : words.frame, values };
    default:
      return { node: graph.nameOf(node), field: graph.fieldOf(node, field), values };
  }
}

function describeText(before: string, after: string): string {
  if (after === '') return words.beforeWasRemoved(shorten(before));
  if (before === '') return words.afterWasAdded(shorten(after));
  return `${shorten(before)} → ${shorten(after)}`;
}

/** Another kind; of a component mostly another version. */
function describeKinds(before: string, after: string, { kindOf }: GraphWords): string {
  const [a, b] = [readComponentKind(before), readComponentKind(after)];
  if (a === null || b === null || a.id !== b.id)
    return words.kindChanged(kindOf(before), kindOf(after));
  return words.componentVersionChanged(a.version, b.version);
}

const LONGEST = 80;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}”`;
}
