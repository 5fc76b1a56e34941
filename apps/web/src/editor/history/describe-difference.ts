import { readComponentKind, type Catalogue, type Graph } from '@graft/graph';
import * as words from '#words/history';
import type { Difference } from '../../runs/compare-graphs';

/** One line of a list of changes: what it is about, and what became of it. */
export interface DescribedChange {
  readonly subject: string;
  readonly change: string;
}

/** What people call the nodes of these graphs; where they differ, the last one counts. */
export function nameNodes(
  graphs: readonly Graph[],
  catalogue: Catalogue,
): ReadonlyMap<string, string> {
  return new Map(
    graphs.flatMap(({ nodes, components }) => {
      const titles = new Map(components?.map((each) => [each.kind, each.title]));
      return nodes.map(({ id, kind, title }) => [
        id,
        title ?? titles.get(kind) ?? catalogue.get(kind)?.title ?? kind,
      ]);
    }),
  );
}

/** A difference in the words of a person who knows the nodes by name. */
export function describeDifference(
  { node, field, before, after }: Difference,
  names: ReadonlyMap<string, string>,
): DescribedChange {
  const subject = names.get(node) ?? node;
  if (field === 'node')
    return { subject, change: after === '' ? words.wasRemoved : words.wasAdded };
  if (field === 'wire') {
    const wire = nameEnds(after === '' ? before : after, names);
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
  if (field === 'kind') return { subject, change: describeKinds(before, after) };
  return { subject, change: `${field}: ${before} → ${after}` };
}

function describeText(before: string, after: string): string {
  if (after === '') return words.beforeWasRemoved(shorten(before));
  if (before === '') return words.afterWasAdded(shorten(after));
  return `${shorten(before)} → ${shorten(after)}`;
}

/** Another kind; of a component mostly another version. */
function describeKinds(before: string, after: string): string {
  const [a, b] = [readComponentKind(before), readComponentKind(after)];
  if (a === null || b === null || a.id !== b.id) return words.kindChanged(before, after);
  return words.componentVersionChanged(a.version, b.version);
}

const LONGEST = 80;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}”`;
}

/** `a.out → b.in` with the nodes by name. */
function nameEnds(wire: string, names: ReadonlyMap<string, string>): string {
  const ends = wire.split(' → ').map((end) => {
    const dot = end.lastIndexOf('.');
    return `${names.get(end.slice(0, dot)) ?? end.slice(0, dot)} (${end.slice(dot + 1)})`;
  });
  return ends.join(' → ');
}
