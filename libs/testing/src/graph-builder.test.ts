import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from './graph-builder';

describe('GraphBuilder', () => {
  it('finds the ports where there is only one choice', () => {
    // split -train-> train <-model- base
    const { edges } = new GraphBuilder()
      .node('split', 'split')
      .node('base', 'base-model')
      .node('train', 'train')
      .wire('base', 'train')
      .wire('split.train', 'train')
      .wire('split.validation', 'train')
      .build();
    expect(edges.map((edge) => `${edge.from.port}>${edge.to.port}`)).toEqual([
      'model>model',
      'train>train',
      'validation>validation',
    ]);
  });

  it('asks for the port where there are several', () => {
    const builder = new GraphBuilder().node('split', 'split').node('again', 'split');
    expect(() => builder.wire('split', 'again')).toThrow('Name the output of "split"');
  });

  it('gives a graph of its own each time', () => {
    const builder = new GraphBuilder().node('data', 'dataset');
    const first = builder.build();
    builder.node('split', 'split').wire('data', 'split');
    expect(first.nodes).toHaveLength(1);
    expect(builder.build().edges).toHaveLength(1);
  });
});
