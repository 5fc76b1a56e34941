import { readComponentKind } from '@graft/graph';
import * as words from '#words/history';
import type { Difference } from '../../runs/compare-graphs';
import type { GraphWords } from '../../runs/word-graphs';

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
  if (field === 'workerLabels') {
    const [was, is] = [before, after].map((labels) => labels || words.anyWorker);
    return { subject, change: `${words.labelsOfTheWorker}: ${was} → ${is}` };
  }
  if (field === 'mode') {
    return { subject, change: `${words.mode}: ${graph.modeOf(before)} → ${graph.modeOf(after)}` };
  }
  if (field === 'kind') return { subject, change: describeKinds(before, after, graph) };
  return { subject, change: `${graph.fieldOf(node, field)}: ${before} → ${after}` };
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
