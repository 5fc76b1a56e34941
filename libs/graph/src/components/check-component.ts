import { portOf } from '../check-wires';
import { GRAPH_FORMAT, type GraphComponent } from '../graph';
import type { Issue } from '../issue';
import type { Catalogue } from '../node-definition';
import { extendCatalogue } from './define-component';
import { expandGraph } from './expand-components';

/**
 * Everything wrong with a component, whatever graph it is put into: names that are given twice, ports and
 * parameters of nodes that are not inside, what can't be drawn out. Where it fits is for graphs to say.
 * @param components the component, and then those that it needs
 */
export function checkComponent(
  components: readonly [GraphComponent, ...GraphComponent[]],
  catalogue: Catalogue,
): Issue[] {
  const [component] = components;
  const node = { id: 'component', kind: component.kind, version: 1, params: {} };
  const graph = { format: GRAPH_FORMAT, nodes: [node], edges: [], components: [...components] };
  const { issues } = expandGraph(graph as never, catalogue);
  const known = extendCatalogue(catalogue, graph.components);
  return [...issues, ...components.flatMap((each) => checkNames(each, known))];
}

function checkNames(component: GraphComponent, catalogue: Catalogue): Issue[] {
  const kinds = new Map(component.nodes.map(({ id, kind }) => [id, kind]));
  const find = (node: string) => catalogue.get(kinds.get(node) ?? '');
  const { nodes, inputs, outputs, params } = component;
  const absent = [
    ...inputs
      .flatMap(({ to }) => to)
      .filter(({ node, port }) => !portOf(find(node)?.inputs ?? {}, port)),
    ...outputs
      .map(({ from }) => from)
      .filter(({ node, port }) => !portOf(find(node)?.outputs ?? {}, port)),
    ...params
      .filter(({ node, param }) => !Object.hasOwn(find(node)?.params.shape ?? {}, param))
      .map(({ node, param }) => ({ node, port: param })),
  ];
  const unknown = nodes.filter(({ kind }) => !catalogue.has(kind));
  return [
    ...unknown.map(({ id, kind }) => `Graft has no node of kind "${kind}", which "${id}" is.`),
    ...absent.map(({ node, port }) => `There is no "${port}" of a node "${node}" inside.`),
    ...[nodes.map(({ id }) => id), ...[inputs, outputs, params].map(namesOf)].flatMap((names) =>
      findTwice(names).map((name) => `"${name}" is there twice. Give each its own name.`),
    ),
  ].map((problem) => ({
    code: 'graph.component',
    severity: 'error',
    message: `"${component.title}" is no component: ${problem}`,
  }));
}

const namesOf = (named: readonly { name: string }[]) => named.map(({ name }) => name);

function findTwice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
