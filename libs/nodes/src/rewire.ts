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

/** `fix` as a part of an Issue: an absent one leaves no key. */
export function withFix(fix: Fix | undefined): { fix?: Fix } {
  return fix === undefined ? {} : { fix };
}
