import { describe, expect, it } from '@jest/globals';
import { makeComponent } from '@graft/graph';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { drawHead, drawTraining } from '@graft/testing/drawings';
import { catalogue } from '../catalogue';
import { codeParts } from './code-catalogue';
import { createNamer } from './name-variables';
import { writeCode } from './write-code';
import { write, writeTraining } from './write-code.fixture';

// That the programs run and learn as Graft does: libs/engine/src/show-as-code.test.ts.
describe('a graph as code', () => {
  it('writes what is inside components, too', () => {
    const graph = drawTraining({}).build();
    const wish = { kind: 'component:c@1', title: 'Group', params: [] };
    const made = makeComponent(graph, catalogue, ['head', 'train'], wish);
    if (!made.ok) throw new Error(made.reason);
    const [grouped, plain] = [made.graph, graph].map((each) => write(each, 'node'));
    expect(plain?.text).toContain('trainTail.compile({');
    expect(grouped?.text).toContain('groupTrainTail.compile({');
    expect(grouped?.issues).toEqual(plain?.issues);
    expect(grouped?.selections).toEqual(plain?.selections);
  });

  it('says what to fetch, and reads the parts of the split by name', () => {
    const { node, keras } = writeTraining({});
    expect(node.text).toContain('graft datasets export tiny-colours --out data/tiny-colours');
    expect(node.text).toContain('graft models export tiny-base --format tfjs --out base/tiny-base');
    expect(keras.text).toContain('graft models export tiny-base --format keras');
    expect(node.selections.map(({ name }) => name)).toEqual(['split.train', 'split.validation']);
    expect(keras.text).toContain('read_pictures(examples["split.train"], LABELS, **INPUT)');
  });

  it('says what is not written, and leaves out what needs it', () => {
    const graph = drawTraining()
      .node('evaluate', 'evaluate')
      .wire('train.model', 'evaluate.model')
      .wire('split.test', 'evaluate.dataset')
      .build();
    const others = new Map([...codeParts].filter(([kind]) => kind !== 'train'));
    const { issues, text } = write(graph, 'node', others);
    expect(issues).toMatchObject([{ code: 'code.kind', nodeId: 'train', severity: 'warning' }]);
    expect(text).toContain('// Not written as code: nodes of kind train run in Graft only');
    expect(text).toContain('// Left out: it needs "train", which is not written.');
    expect(text).not.toContain('judge(');
    expect(write(graph, 'node').issues).toEqual([]);
  });

  it('says so of a node that only Graft runs', () => {
    const graph = drawHead()
      .wire('split.train', 'head')
      .node('map', 'embed')
      .wire('base', 'map.model')
      .wire('split.train', 'map.dataset')
      .build();
    const others = new Map([...codeParts].filter(([kind]) => kind !== 'embed'));
    const { issues, text } = write(graph, 'keras', others);
    expect(issues).toMatchObject([{ code: 'code.kind', nodeId: 'map', severity: 'warning' }]);
    expect(text).toContain('# Not written as code: nodes of kind embed run in Graft only');
  });

  it('copies a model that two nodes change', () => {
    // base -> freeze -> head ; base -> other
    const graph = drawHead()
      .wire('split.train', 'head')
      .node('other', 'cut-layers')
      .wire('base', 'other')
      .build();
    const { text } = write(graph, 'node');
    expect(text).toContain('const freezeModel = await copyModel(base);');
    expect(text).toContain('const otherModel = await copyModel(base);');
    expect(write(graph, 'keras').text).toContain('freeze_model = copy_model(base)');
  });

  it('never lets a name become code', () => {
    const graph = drawHead().wire('split.train', 'head').build();
    const title = 'x\nprocess.exit(1)\u2028alert(1)';
    const nodes = graph.nodes.map((node) => ({ ...node, title }));
    const text = write({ ...graph, name: title, description: title, nodes }, 'node').text;
    const hits = text.split(/[\n\u2028]/).filter((line) => /process\.exit|alert/.test(line));
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.filter((line) => !line.startsWith('//'))).toEqual([]);
  });

  it('tells variables apart that would be one, and from words of the language', () => {
    const names = ['new', 'a-b', 'a_b', 'tf'];
    const graph = names
      .reduce(
        (builder, id) => builder.node(id, 'new-model', { preset: 'digits-cnn', inputSize: 28 }),
        new GraphBuilder(),
      )
      .build();
    const made = [...write(graph, 'node').text.matchAll(/const (\w+) = tf\.model/g)];
    expect(made.map(([, name]) => name).sort()).toEqual(['aB', 'aB2', 'newNode', 'tfNode']);
  });

  it('tells variables apart from every function that a script may bring', () => {
    const [node, keras] = (['node', 'keras'] as const).map(createNamer);
    expect(node?.('wait-for-plateau')).toBe('waitForPlateauNode');
    expect(keras?.('by-depth')).toBe('by_depth_node');
    expect(keras?.('read', 'pictures')).toBe('read_pictures_node');
  });

  it('gives the errors of a graph and no program', () => {
    const graph = new GraphBuilder().node('train', 'train').build();
    const { script, issues } = writeCode(graph, 'node', {
      ...{ catalogue, resources: tinyResources, parts: codeParts },
    });
    expect(script).toBeNull();
    expect(issues[0]?.severity).toBe('error');
  });

  it('has code for the kinds that there are', () => {
    expect([...codeParts.keys()].sort()).toEqual([...catalogue.keys()].sort());
  });
});
