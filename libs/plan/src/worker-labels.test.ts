import { describe, expect, it } from '@jest/globals';
import {
  extendCatalogue,
  makeComponent,
  setWorkerLabels,
  unpackComponent,
  type Graph,
} from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { compileOk, draw } from '@graft/testing/drawings';
import { compile } from './compile';
import { INTERPRETER_VERSION, planSchema, type Plan } from './plan';
import { planVariations } from './plan-variations';
import { planLearningRateSearch } from './search-learning-rate';

/** Labels by kind of step, of the steps that ask for any. */
function labelsOf({ steps }: Plan): Record<string, string[]> {
  return Object.fromEntries(
    steps.flatMap(({ kind, workerLabels }) =>
      workerLabels === undefined ? [] : [[kind, workerLabels]],
    ),
  );
}

function ask(asked: Readonly<Record<string, string[]>>): Graph {
  return Object.entries(asked).reduce(
    (graph, [node, labels]) => setWorkerLabels(graph, node, labels),
    draw(),
  );
}

describe('labels of workers in a plan', () => {
  it('are those of the node, for the features that are extracted for it too', () => {
    const { plan } = compileOk(ask({ train: ['lab2', 'big'] }));
    expect(labelsOf(plan)).toEqual({
      ...{ 'extract-features': ['big', 'lab2'], train: ['big', 'lab2'] },
    });
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  it('are no part of any key: where a step runs does not change what it computes', () => {
    const [plain, asked] = [compileOk(draw()), compileOk(ask({ train: ['lab2'] }))];
    const keys = (plan: Plan) => plan.steps.map(({ id, key, rowKey }) => [id, key, rowKey]);
    expect(keys(asked.plan)).toEqual(keys(plain.plan));
    expect(asked.digest).not.toBe(plain.digest);
  });

  it('are heeded by workers that know of them; a plan without any is what it was', () => {
    const { plan } = compileOk(draw());
    expect([labelsOf(plan), plan.interpreter]).toEqual([{}, 1]);
    expect(compileOk(ask({ train: ['lab2'] })).plan.interpreter).toBe(INTERPRETER_VERSION);
    expect(INTERPRETER_VERSION).toBe(2);
  });

  it('are asked for together by nodes that share a step', () => {
    const { plan } = compileOk(ask({ train: ['b', 'a'], evaluate: ['c', 'a'] }));
    expect(labelsOf(plan)).toEqual({
      ...{ 'extract-features': ['a', 'b', 'c'], train: ['a', 'b'], evaluate: ['a', 'c'] },
    });
  });

  it('are refused where together they are more than a worker has', () => {
    const graph = ask({ train: ['a', 'b', 'c'], evaluate: ['d', 'e'] });
    expect(compile(graph, catalogue, tinyResources)).toMatchObject({
      ok: false,
      issues: [
        {
          ...{ code: 'plan.too-many-labels', severity: 'error', nodeId: 'train' },
          message:
            'What "Train", "Evaluate" share asks for workers with 5 labels (a, b, c, d, e), and a worker has at most 4. Ask for the same labels in each of them.',
        },
      ],
    });
  });

  it('say nothing of steps that only read and write', () => {
    expect(labelsOf(compileOk(ask({ register: ['lab2'], data: ['lab2'] })).plan)).toEqual({});
  });

  it('stay with a node in a component, and when it is unpacked', () => {
    const graph = ask({ train: ['lab2'] });
    const made = makeComponent(graph, catalogue, ['train'], {
      ...{ kind: 'component:c@1', title: 'My training', params: [] },
    });
    if (!made.ok) throw new Error(made.reason);
    expect(compileOk(made.graph).plan).toEqual(compileOk(graph).plan);
    const known = extendCatalogue(catalogue, made.graph.components);
    const unpacked = unpackComponent(made.graph, known, made.nodeId);
    if (!unpacked.ok) throw new Error(unpacked.reason);
    expect(compileOk(unpacked.graph).plan).toEqual(compileOk(graph).plan);
  });

  it('hold for every training of a variation, and for the search of a learning rate', () => {
    const graph = ask({ train: ['lab2'] });
    const variation = { field: 'train.epochs', values: [1, 2], repeats: 1 };
    const varied = planVariations(graph, variation, catalogue, tinyResources);
    if (!varied.ok) throw new Error(JSON.stringify(varied.issues));
    const trained = varied.plan.steps.filter(({ kind }) => kind === 'train');
    expect(trained.map(({ workerLabels }) => workerLabels)).toEqual([['lab2'], ['lab2']]);
    expect(varied.plan.interpreter).toBe(2);
    const searched = planLearningRateSearch(compileOk(graph), graph, catalogue, 'train');
    if (!searched.ok) throw new Error(JSON.stringify(searched.issues));
    expect(labelsOf(searched.plan)['find-learning-rate']).toEqual(['lab2']);
  });
});
