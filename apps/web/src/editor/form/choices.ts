import { countExamples, type Summary } from '@graft/graph';
import { formatExamples } from '../../frame/format';
import type { EditorState } from '../store/editor-state';

/** What travels into the ports of a node, as far as it is known. */
export function listInputs(
  { inspection }: Pick<EditorState, 'inspection'>,
  nodeId: string,
): Summary[] {
  const wires = inspection.wires.get(nodeId);
  if (wires === undefined) return [];
  return [...wires.values()]
    .flat()
    .flatMap(({ node, port }) => inspection.summaries.get(node)?.[port] ?? []);
}

/** Names of the classes that reach a node, for class chips. */
export function listClasses(state: Pick<EditorState, 'inspection'>, nodeId: string): string[] {
  const names = listInputs(state, nodeId).flatMap((input) =>
    input.type === 'dataset' ? input.classes.map((each) => each.name) : [],
  );
  return [...new Set(names)];
}

/** Layers of the model that reaches a node, by block, for layer pickers. */
export function listLayers(
  state: Pick<EditorState, 'inspection'>,
  nodeId: string,
): { group: string; items: string[] }[] {
  const model = listInputs(state, nodeId).find((input) => input.type === 'model');
  const blocks = new Map<string, string[]>();
  for (const layer of model?.type === 'model' ? model.spec.layers : []) {
    const items = blocks.get(layer.block);
    if (items) items.push(layer.name);
    else blocks.set(layer.block, [layer.name]);
  }
  return [...blocks].map(([group, items]) => ({ group, items }));
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

export function listDatasets({ resources }: Pick<EditorState, 'resources'>): Choice[] {
  return resources.list('dataset').map((card) => ({
    value: card.ref,
    label: card.name,
    detail: `${formatExamples(countExamples(card), card.element.kind)}, ${card.classes.length} classes`,
  }));
}

export function listBases({ resources }: Pick<EditorState, 'resources'>): Choice[] {
  return resources.list('base').map((card) => ({
    value: card.ref,
    label: card.name,
    detail: `${card.spec.layers.length} layers, ${card.licence}`,
  }));
}
