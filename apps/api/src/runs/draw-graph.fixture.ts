export const node = (id: string, kind: string, params: Record<string, unknown> = {}) => ({
  id,
  kind,
  params,
});
export const wire = (from: string, out: string, to: string, into: string) => ({
  from: { node: from, port: out },
  to: { node: to, port: into },
});

/** From the data set `data` to the trained model of `train`. */
export const TRAINING_WIRES = [
  wire('data', 'dataset', 'split', 'dataset'),
  wire('split', 'train', 'base', 'dataset'),
  wire('base', 'model', 'head', 'model'),
  wire('split', 'train', 'head', 'dataset'),
  wire('head', 'model', 'train', 'model'),
  wire('split', 'train', 'train', 'train'),
  wire('split', 'validation', 'train', 'validation'),
];

/** A small network of its own on the data set `colours`: needs nothing that ships with Graft. */
export const colourGraph = {
  format: 'graft.graph/1',
  name: 'colours',
  nodes: [
    node('data', 'dataset', { dataset: 'colours' }),
    node('split', 'split'),
    node('base', 'new-model'),
    node('head', 'add-head'),
    node('train', 'train', { epochs: 1 }),
    node('evaluate', 'evaluate'),
  ],
  edges: [
    ...TRAINING_WIRES,
    wire('train', 'model', 'evaluate', 'model'),
    wire('split', 'test', 'evaluate', 'dataset'),
  ],
};
