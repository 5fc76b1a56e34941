import { describe, expect, it } from '@jest/globals';
import {
  applyFix,
  inspectGraph,
  type DatasetSummary,
  type Issue,
  type Selection,
} from '@graft/graph';
import { GraphBuilder, tinyColours, tinyResources } from '@graft/testing';
import fc from 'fast-check';
import { catalogue } from './catalogue';
import { filterClassesNode } from './filter-classes.node';
import { createResources } from './read-card';
import { sampleNode } from './sample.node';

// data -> <node under test>
function inspectAfterData(
  kind: string,
  params: Parameters<GraphBuilder['node']>[2],
  resources = tinyResources,
) {
  const graph = new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours' })
    .node('it', kind, params)
    .wire('data', 'it')
    .build();
  const { issues, summaries } = inspectGraph(graph, catalogue, resources);
  return { graph, issues, output: summaries.get('it')?.['dataset'] };
}

function checkCard(card: Partial<typeof tinyColours>): readonly Issue[] {
  const resources = createResources({ dataset: [{ ...tinyColours, ...card }], base: [] });
  const graph = new GraphBuilder().node('data', 'dataset', { dataset: 'tiny-colours' }).build();
  return inspectGraph(graph, catalogue, resources).issues;
}

describe('dataset', () => {
  it('names the data set that a mistyped reference meant', () => {
    const graph = new GraphBuilder().node('data', 'dataset', { dataset: 'tiny-color' }).build();
    const [issue] = inspectGraph(graph, catalogue, tinyResources).issues;
    expect(issue).toMatchObject({ code: 'dataset.missing', field: 'dataset', severity: 'error' });
    const fixed = applyFix(graph, issue?.fix ?? { title: '' });
    expect(fixed.nodes[0]?.params).toEqual({ dataset: 'tiny-colours' });
    expect(inspectGraph(fixed, catalogue, tinyResources).issues).toEqual([]);
  });

  it.each([
    ['dataset.empty', 'error', [{ name: 'a', count: 0 }]],
    ['dataset.one-class', 'error', [{ name: 'a', count: 4 }]],
    [
      'dataset.imbalance',
      'warning',
      [
        { name: 'a', count: 201 },
        { name: 'b', count: 20 },
      ],
    ],
    [
      'dataset.few-examples',
      'warning',
      [
        { name: 'a', count: 20 },
        { name: 'b', count: 19 },
      ],
    ],
  ] as const)('reports %s', (code, severity, classes) => {
    expect(checkCard({ classes })).toMatchObject([{ code, severity, nodeId: 'data' }]);
  });

  it('takes ten to one as balanced enough', () => {
    const classes = [
      { name: 'a', count: 200 },
      { name: 'b', count: 20 },
    ];
    expect(checkCard({ classes })).toEqual([]);
  });
});

describe('filter-classes', () => {
  it('shrinks the label space and keeps its order', () => {
    const { output } = inspectAfterData('filter-classes', {
      mode: 'keep',
      classes: ['red', 'blue'],
    });
    expect(output).toMatchObject({ classes: [{ name: 'blue' }, { name: 'red' }] });
  });

  it('relabels the examples that it keeps', () => {
    const selection: Selection = {
      classes: ['blue', 'green', 'red'],
      examples: [0, 1, 2, 2].map((label, at) => ({ sha256: `${at}`, label, name: `${at}` })),
    };
    const params = { mode: 'drop' as const, classes: ['green'] };
    expect(filterClassesNode.data?.select(selection, params, 'dataset')).toEqual({
      classes: ['blue', 'red'],
      examples: [
        { sha256: '0', label: 0, name: '0' },
        { sha256: '2', label: 1, name: '2' },
        { sha256: '3', label: 1, name: '3' },
      ],
    });
  });

  it('says the same selection in the same way, however it was asked for', () => {
    const kept = inspectAfterData('filter-classes', { mode: 'keep', classes: ['red', 'blue'] });
    const dropped = inspectAfterData('filter-classes', { mode: 'drop', classes: ['green'] });
    expect(kept.output).toEqual(dropped.output);
  });

  it('mends an unknown class', () => {
    const { graph, issues } = inspectAfterData('filter-classes', { classes: ['grean'] });
    expect(issues).toMatchObject([{ code: 'filter-classes.unknown-class', field: 'classes' }]);
    const fixed = applyFix(graph, issues[0]?.fix ?? { title: '' });
    expect(fixed.nodes[1]?.params).toEqual({ classes: ['green'] });
  });

  it('refuses to leave fewer than two classes', () => {
    const { graph, issues } = inspectAfterData('filter-classes', {
      mode: 'keep',
      classes: ['red'],
    });
    expect(issues).toMatchObject([{ code: 'filter-classes.too-few-classes', severity: 'error' }]);
    const fixed = applyFix(graph, issues[0]?.fix ?? { title: '' });
    expect(inspectGraph(fixed, catalogue, tinyResources).issues).toEqual([]);
  });
});

describe('sample', () => {
  it('selects exactly the counts that it inferred', () => {
    const counts = fc.array(fc.nat(30), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 40 }), fc.nat(99), (sizes, perClass, seed) => {
        const params = { perClass, seed: seed + 1 };
        const selection: Selection = {
          classes: sizes.map((_, label) => `${label}`),
          examples: sizes.flatMap((size, label) =>
            Array.from({ length: size }, (_, at) => ({
              sha256: `${label}-${at}`,
              label,
              name: `${at}`,
            })),
          ),
        };
        const dataset: DatasetSummary = {
          type: 'dataset',
          name: 'made up',
          element: { kind: 'text' },
          classes: sizes.map((count, label) => ({ name: `${label}`, count })),
          part: 'all',
          recipe: { dataset: 'd', operations: [] },
        };
        const context = { nodeId: 'sample', resources: tinyResources, wires: {} };
        const inferred = sampleNode.infer({ dataset }, params, context).dataset;
        const selected = sampleNode.data?.select(selection, params, 'dataset').examples ?? [];
        expect(
          sizes.map((_, label) => selected.filter((each) => each.label === label).length),
        ).toEqual(inferred.classes.map((each) => each.count));
      }),
    );
  });

  it('draws the same examples for the same seed and others for another', () => {
    const selection: Selection = {
      classes: ['a'],
      examples: Array.from({ length: 50 }, (_, at) => ({
        sha256: `${at}`,
        label: 0,
        name: `${at}`,
      })),
    };
    const draw = (seed: number) =>
      sampleNode.data?.select(selection, { perClass: 10, seed }, 'dataset').examples;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('warns when a class has fewer', () => {
    const { graph, issues, output } = inspectAfterData('sample', { perClass: 22 });
    expect(issues).toMatchObject([{ code: 'sample.more-than-there-is', severity: 'warning' }]);
    expect(output).toMatchObject({ classes: [{ count: 20 }, { count: 20 }, { count: 20 }] });
    const fixed = applyFix(graph, issues[0]?.fix ?? { title: '' });
    expect(inspectGraph(fixed, catalogue, tinyResources).issues).toEqual([]);
  });
});
