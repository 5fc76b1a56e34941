import type { PublishedBaseView } from '@graft/contracts';
import { countExamples, type Summary } from '@graft/graph';
import * as words from '#words/form';
import { formatExamples } from '../../frame/format';
import type { EditorState } from '../store/editor-state';
import type { Pictured } from './dataset-thumbs';

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

interface LayerGroup {
  readonly group: string;
  readonly items: { value: string; label: string }[];
}

/** Layers of the model that reaches a node, by block, for layer pickers. A block can be chosen too. */
export function listLayers(state: Pick<EditorState, 'inspection'>, nodeId: string): LayerGroup[] {
  const model = listInputs(state, nodeId).find((input) => input.type === 'model');
  const layers = model?.type === 'model' ? model.spec.layers : [];
  const names = new Set(layers.map(({ name }) => name));
  const blocks = new Map<string, LayerGroup['items']>();
  for (const { name, block } of layers) {
    const whole = names.has(block) ? [] : [{ value: block, label: words.allOfIt(block) }];
    const items = blocks.get(block) ?? whole;
    items.push({ value: name, label: name });
    blocks.set(block, items);
  }
  return [...blocks].map(([group, items]) => ({ group, items }));
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
  /** Shown, and not to be chosen: the detail says why. */
  readonly disabled?: true;
  /** A data set of pictures. */
  readonly pictured?: Pictured;
}

export function listDatasets({ resources }: Pick<EditorState, 'resources'>): Choice[] {
  return resources.list('dataset').map((card) => ({
    value: card.ref,
    label: card.name,
    detail: words.examplesAndClasses(
      formatExamples(countExamples(card), card.element.kind),
      card.classes.length,
    ),
    ...(card.element.kind === 'image'
      ? { pictured: { digest: card.digest, classes: card.classes.map(({ name }) => name) } }
      : {}),
  }));
}

export function listBases({ resources }: Pick<EditorState, 'resources'>): Choice[] {
  return resources.list('base').map((card) => ({
    value: card.ref,
    label: card.name,
    detail: words.layersAndLicence(card.spec.layers.length, card.licence),
  }));
}

/** Bases that others publish and that are not here yet, each with what keeps it from being chosen. */
export function listDistantBases(published: readonly PublishedBaseView[]): Choice[] {
  return published
    .filter(({ state }) => state !== 'here')
    .map(({ ref, name, state, reason }) => ({
      value: ref,
      label: name,
      detail: state === 'offline' ? words.outOfReach(reason ?? '') : words.fetchItFirst,
      disabled: true,
    }));
}
