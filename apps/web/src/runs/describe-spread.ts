import * as words from '#words/history';
import type { SpreadDifference } from './compare-graphs';
import type { GraphWords } from './word-graphs';

/** A difference of several graphs in the words of a person who knows the nodes by name. */
export function describeSpread(
  { node, field, values }: SpreadDifference,
  graph: GraphWords,
): SpreadDifference {
  switch (field) {
    case 'node':
      return { node: graph.nameOf(node), field: words.node, values: values.map(graph.kindOf) };
    case 'kind':
      return { node: graph.nameOf(node), field: words.kind, values: values.map(graph.kindOf) };
    case 'mode':
      return { node: graph.nameOf(node), field: words.mode, values: values.map(graph.modeOf) };
    case 'workerLabels':
      return {
        node: graph.nameOf(node),
        field: words.labelsOfTheWorker,
        values: values.map((labels) => labels || words.anyWorker),
      };
    case 'wire':
      return {
        node: graph.nameOf(node),
        field: words.wire,
        values: values.map((wire) => (wire === '' ? '' : graph.sayWire(wire))),
      };
    case 'note':
    case 'frame':
      return { node: '', field: field === 'note' ? words.note : words.frame, values };
    default:
      return { node: graph.nameOf(node), field: graph.fieldOf(node, field), values };
  }
}
