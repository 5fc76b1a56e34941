import type { Graph, GraphNode, Json } from '@graft/graph';
import * as formWords from '#words/form';
import * as words from '#words/history';
import { formatExact } from '../frame/format';

/** One thing in which two graphs differ; names of nodes and places don't count. */
export interface Difference {
  /** The node, or the note or frame that `field` says. */
  readonly node: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** One thing in which several graphs differ, with what each of them says. */
export interface SpreadDifference {
  readonly node: string;
  readonly field: string;
  readonly values: readonly string[];
}

/** What differs between any of several graphs and the first, in its order. */
export function compareSeveral([first, ...others]: readonly Graph[]): SpreadDifference[] {
  const rows = new Map<string, { node: string; field: string; values: string[] }>();
  for (const [index, other] of others.entries()) {
    if (first === undefined) break;
    for (const { node, field, before, after } of compareGraphs(first, other)) {
      // A node has many wires: each is a thing of its own.
      const wire = field === 'wire' ? before || after : '';
      const key = JSON.stringify([node, field, wire]);
      const row = rows.get(key) ?? { node, field, values: [before, ...others.map(() => before)] };
      row.values[index + 1] = after;
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}

/** Nodes, parameters, wires, notes and frames that differ, in the order of the first graph. */
export function compareGraphs(before: Graph, after: Graph): Difference[] {
  const others = new Map(after.nodes.map((node) => [node.id, node]));
  const known = new Set(before.nodes.map((node) => node.id));
  const changed = before.nodes.flatMap((node) => {
    const other = others.get(node.id);
    if (other === undefined)
      return [{ node: node.id, field: 'node', before: node.kind, after: '' }];
    const compare = (field: string, of: (each: GraphNode) => string): Difference[] => {
      const [was, is] = [of(node), of(other)];
      return was === is ? [] : [{ node: node.id, field, before: was, after: is }];
    };
    return [
      ...compare('kind', ({ kind }) => kind),
      ...compare('mode', ({ mode }) => mode ?? 'used'),
      ...compare('workerLabels', ({ workerLabels }) => workerLabels?.join(', ') ?? ''),
      ...compareParams(node.id, node.params, other.params),
    ];
  });
  const added = after.nodes
    .filter((node) => !known.has(node.id))
    .map((node) => ({ node: node.id, field: 'node', before: '', after: node.kind }));
  return [
    ...changed,
    ...added,
    ...compareWires(before, after),
    ...compareTexts('note', before.notes, after.notes, (note) => note.text),
    ...compareTexts('frame', before.frames, after.frames, (frame) => frame.title),
  ];
}

/** What a person wrote; moved or coloured otherwise it is the same. */
function compareTexts<Item extends { id: string }>(
  field: 'note' | 'frame',
  before: readonly Item[] = [],
  after: readonly Item[] = [],
  textOf: (item: Item) => string,
): Difference[] {
  const [left, right] = [before, after].map(
    (items) => new Map(items.map((item) => [item.id, textOf(item)])),
  );
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const [was, is] = [left?.get(id) ?? '', right?.get(id) ?? ''];
    return was === is ? [] : [{ node: id, field, before: was, after: is }];
  });
}

type Params = Readonly<Record<string, Json>>;

function compareParams(node: string, before: Params, after: Params): Difference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field) => {
    const [left, right] = [show(before[field]), show(after[field])];
    return left === right ? [] : [{ node, field, before: left, after: right }];
  });
}

function compareWires(before: Graph, after: Graph): Difference[] {
  const listWires = (graph: Graph) =>
    new Map(
      graph.edges.map(({ from, to }) => [
        `${from.node}.${from.port} → ${to.node}.${to.port}`,
        to.node,
      ]),
    );
  const [left, right] = [listWires(before), listWires(after)];
  const gone = [...left].filter(([wire]) => !right.has(wire));
  const added = [...right].filter(([wire]) => !left.has(wire));
  return [
    ...gone.map(([wire, node]) => ({ node, field: 'wire', before: wire, after: '' })),
    ...added.map(([wire, node]) => ({ node, field: 'wire', before: '', after: wire })),
  ];
}

function show(value: Json | undefined): string {
  if (value === undefined) return words.byDefault;
  if (value === null) return formWords.automatic;
  if (typeof value === 'number') return formatExact(value);
  if (typeof value === 'boolean') return value ? formWords.on : formWords.off;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
