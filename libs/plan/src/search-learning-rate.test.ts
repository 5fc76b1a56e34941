import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { drawTraining } from '@graft/testing/drawings';
import { compile } from './compile';
import { planSchema } from './plan';
import { planLearningRateSearch } from './search-learning-rate';

// data -> split ----> train -> (what follows it)
// base -> freeze -> head --/
function search(node: string) {
  const graph = drawTraining().build();
  const compiled = compile(graph, catalogue, tinyResources);
  return { compiled, searched: planLearningRateSearch(compiled, graph, catalogue, node) };
}

describe('the plan of a learning-rate search', () => {
  it('puts the search in the place of the training, on the same features', () => {
    const { compiled, searched } = search('train');
    if (!compiled.ok || !searched.ok) throw new Error('it did not compile');
    expect(planSchema.safeParse(searched.plan).error).toBeUndefined();
    const kinds = searched.plan.steps.map(({ kind }) => kind);
    expect(kinds).toContain('find-learning-rate');
    expect(kinds).not.toContain('train');
    const [before, after] = [compiled, searched].map(({ plan, nodeSteps }) =>
      plan.steps.find(({ id }) => id === nodeSteps['train']),
    );
    expect(after).toMatchObject({
      data: before?.data,
      models: before?.models,
      needs: before?.needs,
    });
    expect(after?.key).not.toBe(before?.key);
    const others = searched.plan.steps.filter(({ id }) => id !== after?.id);
    for (const step of others) expect(compiled.plan.steps).toContainEqual(step);
    expect(searched.digest).not.toBe(compiled.digest);
  });

  it('is refused for a node that does not train', () => {
    for (const node of ['head', 'nothing']) {
      expect(search(node).searched).toMatchObject({
        ok: false,
        issues: [{ code: 'plan.no-learning-rate', nodeId: node }],
      });
    }
  });
});
