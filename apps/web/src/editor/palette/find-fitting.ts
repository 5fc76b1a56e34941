import type { AnyNodeDefinition, GraphEdge, PortDefinition } from '@graft/graph';
import { describeMismatch } from '@graft/graph';
import type { EditorState } from '../store/editor-state';

export type Origin = PortDefinition & { readonly fromOutput: boolean };

/** The port that a wire was drawn from. */
export function findOrigin(
  { byId, catalogue }: Pick<EditorState, 'byId' | 'catalogue'>,
  from: (GraphEdge['from'] & { fromOutput: boolean }) | null,
): Origin | null {
  if (from === null) return null;
  const definition = catalogue.get(byId.get(from.node)?.kind ?? '');
  const port = definition?.[from.fromOutput ? 'outputs' : 'inputs'][from.port];
  return port === undefined ? null : { ...port, fromOutput: from.fromOutput };
}

/** Kinds with a port that the wire fits, and that port; without a wire all kinds. */
export function findFitting(
  definitions: readonly AnyNodeDefinition[],
  origin: Origin | null,
): { definition: AnyNodeDefinition; port: string | null }[] {
  if (origin === null) return definitions.map((definition) => ({ definition, port: null }));
  return definitions.flatMap((definition) => {
    const ports = origin.fromOutput ? definition.inputs : definition.outputs;
    const fits = Object.entries(ports).find(([, port]) =>
      origin.fromOutput
        ? describeMismatch(origin, port) === undefined
        : describeMismatch(port, origin) === undefined,
    );
    return fits === undefined ? [] : [{ definition, port: fits[0] }];
  });
}
