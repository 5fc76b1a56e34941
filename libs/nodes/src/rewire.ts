import type { Fix, NodeContext } from '@graft/graph';

/**
 * A fix that takes another output of the node that is wired to `port`; undefined when the wire is
 * not the one expected.
 */
export function takeOtherPort(
  context: NodeContext,
  port: string,
  change: { from: string; to: string; title: string },
): Fix | undefined {
  const source = context.wires[port]?.[0];
  if (source?.port !== change.from) return undefined;
  const to = { node: context.nodeId, port };
  return {
    title: change.title,
    removeEdges: [{ from: source, to }],
    addEdges: [{ from: { node: source.node, port: change.to }, to }],
  };
}

/** A fix that divides what is wired to `train` and to `validation` both; undefined where these are not the same. */
export function insertSplit({ nodeId, wires }: NodeContext): Fix | undefined {
  const [source, other] = [wires['train']?.[0], wires['validation']?.[0]];
  if (source === undefined || source.node !== other?.node || source.port !== other.port)
    return undefined;
  const split = `${nodeId.slice(0, 50)}-split`;
  const parts = ['train', 'validation'] as const;
  return {
    title: 'Insert a split',
    addNodes: [{ id: split, kind: 'split', version: 1, params: {} }],
    removeEdges: parts.map((port) => ({ from: source, to: { node: nodeId, port } })),
    addEdges: [
      { from: source, to: { node: split, port: 'dataset' } },
      ...parts.map((port) => ({ from: { node: split, port }, to: { node: nodeId, port } })),
    ],
  };
}

/** `fix` as a part of an Issue: an absent one leaves no key. */
export function withFix(fix: Fix | undefined): { fix?: Fix } {
  return fix === undefined ? {} : { fix };
}
