import type { DatasetSummary, Fix, NodeContext, NodeIssue } from '@graft/graph';
import type { ModelSummary } from '@graft/model';
import { withFix } from './rewire';
import { listNames } from './wording';

/**
 * Whether the model's answers are the classes of the data, in the same order. A model without a
 * classifier and a classifier for other classes are Issues with a fix.
 */
export function checkLabels(
  model: ModelSummary,
  dataset: DatasetSummary,
  port: string,
  context: NodeContext,
): NodeIssue[] {
  const wanted = dataset.classes.map((each) => each.name);
  const { labels } = model.spec;
  if (labels === null) return checkHead(model, port, context);
  if (labels.length === wanted.length && labels.every((name, at) => name === wanted[at])) return [];
  return [
    {
      code: 'classes-differ',
      port,
      message: `${describeDifference(labels, wanted)} Add a head for the classes of this data set, or wire the data that the head was made for.`,
      ...withFix(mendHead(model, wanted, port, context)),
    },
  ];
}

function describeDifference(labels: readonly string[], wanted: readonly string[]): string {
  const missing = wanted.filter((name) => !labels.includes(name));
  const extra = labels.filter((name) => !wanted.includes(name));
  const counts = `The model answers with ${labels.length} classes, the data has ${wanted.length}`;
  if (missing.length === 0 && extra.length === 0) {
    return 'The model and the data have the same classes in another order.';
  }
  const parts = [
    ...(missing.length > 0 ? [`the model lacks ${listNames(missing, 3)}`] : []),
    ...(extra.length > 0 ? [`the data lacks ${listNames(extra, 3)}`] : []),
  ];
  return `${counts}: ${parts.join(', ')}.`;
}

function mendHead(
  model: ModelSummary,
  wanted: readonly string[],
  port: string,
  context: NodeContext,
): Fix | undefined {
  const { head } = model;
  if (head === undefined) return addHead(port, context);
  const source = context.wires[port]?.[0];
  if (head.data === null || source === undefined) {
    return {
      title: 'Set the classes of the head from the data set',
      setParams: [{ nodeId: head.node, params: { classes: [...wanted] } }],
    };
  }
  const to = { node: head.node, port: 'dataset' };
  return {
    title: 'Take the classes of the head from this data set',
    setParams: [{ nodeId: head.node, params: { classes: [] } }],
    removeEdges: [{ from: head.data, to }],
    addEdges: [{ from: source, to }],
  };
}

/** Whether the model answers with classes; the fix adds a head for those of the data at `port`. */
export function checkHead(model: ModelSummary, port: string, context: NodeContext): NodeIssue[] {
  if (model.spec.labels !== null) return [];
  return [
    {
      code: 'no-head',
      port: 'model',
      message:
        'The model has no classifier yet: it ends in features. Put an Add head node between the model and this node.',
      ...withFix(addHead(port, context)),
    },
  ];
}

function addHead(port: string, { nodeId, wires }: NodeContext): Fix | undefined {
  const [model, data] = [wires['model']?.[0], wires[port]?.[0]];
  if (model === undefined || data === undefined) return undefined;
  const id = `${nodeId.slice(0, 50)}-head`;
  const to = { node: nodeId, port: 'model' };
  return {
    title: 'Add a head for the classes of this data set',
    addNodes: [{ id, kind: 'add-head', version: 1, params: {} }],
    removeEdges: [{ from: model, to }],
    addEdges: [
      { from: model, to: { node: id, port: 'model' } },
      { from: data, to: { node: id, port: 'dataset' } },
      { from: { node: id, port: 'model' }, to },
    ],
  };
}
