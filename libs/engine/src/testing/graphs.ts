import { graphSchema, type Graph, type Json } from '@graft/graph';
import { compile, type Plan } from '@graft/plan';
import { catalogue } from '@graft/nodes';
import type { Resources } from '@graft/graph';

type Params = Record<string, Json>;

const wire = (from: string, to: string) => {
  const [source = '', output = ''] = from.split('.');
  const [target = '', input = ''] = to.split('.');
  return { from: { node: source, port: output }, to: { node: target, port: input } };
};

/** The main template: a frozen base, a new head, a report, a registered model. */
export function featureExtractionGraph(changed: Record<string, Params> = {}): Graph {
  const node = (id: string, kind: string, params: Params = {}) => ({
    id,
    kind,
    params: { ...params, ...changed[id] },
  });
  return graphSchema.parse({
    format: 'graft.graph/1',
    nodes: [
      node('data', 'dataset'),
      node('split', 'split'),
      node('base', 'base-model'),
      node('freeze', 'freeze-layers'),
      node('head', 'add-head'),
      node('train', 'train'),
      node('evaluate', 'evaluate'),
      node('register', 'register-model', { name: 'objects' }),
    ],
    edges: [
      wire('data.dataset', 'split.dataset'),
      wire('base.model', 'freeze.model'),
      wire('freeze.model', 'head.model'),
      wire('split.train', 'head.dataset'),
      wire('head.model', 'train.model'),
      wire('split.train', 'train.train'),
      wire('split.validation', 'train.validation'),
      wire('train.model', 'evaluate.model'),
      wire('split.test', 'evaluate.dataset'),
      wire('train.model', 'register.model'),
      wire('evaluate.report', 'register.report'),
    ],
  });
}

/** The same without a registered model, its base cut before it is frozen. */
export function cutExtractionGraph(changed: Record<string, Params> = {}): Graph {
  const whole = featureExtractionGraph(changed);
  const cut = { id: 'cut', kind: 'cut-layers', params: { ...changed['cut'] } };
  const isRegistered = ({ to }: Graph['edges'][number]): boolean => to.node === 'register';
  return graphSchema.parse({
    ...whole,
    nodes: [...whole.nodes.filter(({ id }) => id !== 'register'), cut],
    edges: [
      ...whole.edges.filter((edge) => !isRegistered(edge) && edge.to.node !== 'freeze'),
      wire('base.model', 'cut.model'),
      wire('cut.model', 'freeze.model'),
    ],
  });
}

/** A small network without transfer, on digits. */
export function fromScratchGraph(changed: Record<string, Params> = {}): Graph {
  const node = (id: string, kind: string, params: Params = {}) => ({
    id,
    kind,
    params: { ...params, ...changed[id] },
  });
  return graphSchema.parse({
    format: 'graft.graph/1',
    nodes: [
      node('data', 'dataset', { dataset: 'digits' }),
      node('split', 'split'),
      node('model', 'new-model'),
      node('head', 'add-head'),
      node('train', 'train'),
      node('evaluate', 'evaluate'),
    ],
    edges: [
      wire('data.dataset', 'split.dataset'),
      wire('split.train', 'model.dataset'),
      wire('model.model', 'head.model'),
      wire('split.train', 'head.dataset'),
      wire('head.model', 'train.model'),
      wire('split.train', 'train.train'),
      wire('split.validation', 'train.validation'),
      wire('train.model', 'evaluate.model'),
      wire('split.test', 'evaluate.dataset'),
    ],
  });
}

/** The small network trained, then its last block tuned. */
export function fineTuneGraph(changed: Record<string, Params> = {}): Graph {
  const trained = fromScratchGraph(changed);
  const tune = { id: 'tune', kind: 'fine-tune', params: { ...changed['tune'] } };
  return graphSchema.parse({
    ...trained,
    nodes: [...trained.nodes, tune],
    edges: [
      ...trained.edges.filter(({ to }) => to.node !== 'evaluate' || to.port !== 'model'),
      wire('train.model', 'tune.model'),
      wire('split.train', 'tune.train'),
      wire('split.validation', 'tune.validation'),
      wire('tune.model', 'evaluate.model'),
    ],
  });
}

/** Compiles a graph that must be right. */
export function compileGraph(graph: Graph, resources: Resources): Plan {
  const compiled = compile(graph, catalogue, resources);
  if (compiled.ok) return compiled.plan;
  throw new Error(compiled.issues.map(({ message }) => message).join('\n'));
}
