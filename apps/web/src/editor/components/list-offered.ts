import { extendCatalogue, readComponentKind, type AnyNodeDefinition } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import type { ComponentVersion } from './use-components';

/** A component of the workspace as a node to add. */
export interface OfferedComponent {
  readonly definition: AnyNodeDefinition;
  readonly version: ComponentVersion;
}

/** The definitions of components of the workspace; those that hold themselves are left out. */
export function listOffered(versions: readonly ComponentVersion[]): OfferedComponent[] {
  return versions.flatMap((version) => {
    const definition = extendCatalogue(catalogue, version).get(version[0].kind);
    return definition === undefined ? [] : [{ definition, version }];
  });
}

/** Kinds to choose from: the newest of each component, and those that only the document holds. */
export function mergeKinds(
  held: ReadonlyMap<string, AnyNodeDefinition>,
  offered: readonly OfferedComponent[],
): ReadonlyMap<string, AnyNodeDefinition> {
  const idOf = (kind: string) => readComponentKind(kind)?.id ?? kind;
  const kept = new Set(offered.map(({ definition }) => idOf(definition.kind)));
  return new Map(
    [...held.values(), ...offered.map(({ definition }) => definition)]
      .filter(({ kind }, at) => at >= held.size || !kept.has(idOf(kind)))
      .map((definition) => [definition.kind, definition]),
  );
}
