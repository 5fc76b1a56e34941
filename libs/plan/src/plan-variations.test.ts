import { describe, expect, it } from '@jest/globals';
import type { Json } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { tinyResources } from '@graft/testing';
import { drawTraining } from '@graft/testing/drawings';
import { applyOverrides } from './override-params';
import { compile } from './compile';
import { planSchema } from './plan';
import { planVariations, SETTING_CHOICE } from './plan-variations';
import { haveSameOptions, listTried } from './run-options';
import { planLearningRateSearch } from './search-learning-rate';

// data -> split ----> train -> (what follows it)
// base -> freeze -> head --/
const graph = drawTraining().build();

function vary(field: string | null, values: Json[], repeats = 1) {
  return planVariations(graph, { field, values, repeats }, catalogue, tinyResources);
}

function planOf(...args: Parameters<typeof vary>) {
  const varied = vary(...args);
  if (!varied.ok) throw new Error(JSON.stringify(varied.issues));
  expect(planSchema.safeParse(varied.plan).error).toBeUndefined();
  return varied;
}

function count({ plan }: ReturnType<typeof planOf>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of plan.steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(counts);
}

describe('the plan of a variation', () => {
  it('trains each value on the same features and leaves out all that follows', () => {
    const varied = planOf('train.learningRate', [0.1, 0.01, 0.001]);
    expect(count(varied)).toEqual({ 'extract-features': 1, train: 3, 'choose-setting': 1 });
    const last = varied.plan.steps.at(-1);
    expect(last?.kind).toBe(SETTING_CHOICE.kind);
    expect(last?.needs).toHaveLength(3);
    expect(varied.nodeSteps['train']).toBe(last?.id);
  });

  it('has the very steps of a run with that value, so that results are shared both ways', () => {
    const varied = planOf('train.learningRate', [0.1, 0.01]);
    for (const value of ['0.1', '0.01']) {
      const changed = applyOverrides(graph, [`train.learningRate=${value}`], catalogue);
      if (!changed.ok) throw new Error('refused');
      const single = compile(changed.graph, catalogue, tinyResources);
      if (!single.ok) throw new Error('refused');
      const training = single.plan.steps.find(({ id }) => id === single.nodeSteps['train']);
      expect(varied.plan.steps).toContainEqual(training);
    }
  });

  it('repeats with other splits and seeds, the same ones for each value', () => {
    const { plan } = planOf('train.learningRate', [0.1, 0.01], 3);
    const trainings = plan.steps.filter(({ kind }) => kind === 'train');
    expect(trainings).toHaveLength(6);
    expect(new Set(trainings.map(({ params }) => params['seed'])).size).toBe(3);
    const splits = trainings.map(({ data }) => JSON.stringify(data['train']));
    expect(new Set(splits).size).toBe(3);
  });

  it('says what each training tries', () => {
    const { plan } = planOf('train.learningRate', [0.1, 0.01], 2);
    const tried = listTried(plan);
    for (const { id, kind, params } of plan.steps) {
      const expected =
        kind === 'train' ? { field: 'train.learningRate', value: params['learningRate'] } : {};
      expect({ ...tried.get(id) }).toMatchObject(expected);
      expect(tried.has(id)).toBe(kind === 'train');
    }
    expect([...tried.values()].map(({ repeat }) => repeat)).toEqual([0, 1, 0, 1]);
  });

  it('is another one with other values or repeats, and the same one with the same', () => {
    const plans = [planOf('train.learningRate', [0.1, 0.01]), planOf(null, [], 2)];
    const [rates, repeats] = plans as [(typeof plans)[0], (typeof plans)[0]];
    expect(haveSameOptions(rates, planOf('train.learningRate', [0.1, 0.01]))).toBe(true);
    expect(haveSameOptions(rates, planOf('train.learningRate', [0.1, 0.02]))).toBe(false);
    expect(haveSameOptions(rates, repeats)).toBe(false);
    const whole = compile(graph, catalogue, tinyResources);
    if (!whole.ok) throw new Error('refused');
    const search = planLearningRateSearch(whole, graph, catalogue, 'train');
    if (!search.ok) throw new Error('refused');
    expect(haveSameOptions(whole, search)).toBe(false);
    expect(haveSameOptions(whole, rates)).toBe(false);
  });

  it('only repeats when no field is named', () => {
    expect(count(planOf(null, [], 4))).toMatchObject({ train: 4 });
  });

  it('varies what lies before the training too', () => {
    expect(count(planOf('head.hiddenUnits', [[], [8]]))).toMatchObject({ train: 2 });
  });

  it('does equal work once', () => {
    const varied = planOf('train.learningRate', [0.1, 0.1, 0.01]);
    expect(count(varied)).toMatchObject({ train: 2 });
  });

  it('says beside each training what is different in it', () => {
    const { notes } = planOf('train.learningRate', [0.1, 0.01]);
    expect(Object.values(notes).flat()).toContain('train.learningRate = 0.01, repeat 1');
  });

  it.each([
    ['one value', 'train.learningRate', [0.1], 1, 'plan.variation-size'],
    [
      'too many',
      'train.learningRate',
      Array.from({ length: 33 }, (_, at) => (at + 1) / 100),
      1,
      'plan.variation-size',
    ],
    ['an unknown field', 'train.speed', [1, 2], 1, 'override.unknown-parameter'],
    ['a value out of range', 'train.learningRate', [0.1, -1], 1, 'override.bad-value'],
    ['an unknown node', 'nobody.speed', [1, 2], 1, 'plan.variation-no-training'],
  ] as const)('is refused for %s', (_, field, values, repeats, code) => {
    expect(vary(field, [...values], repeats)).toMatchObject({ ok: false, issues: [{ code }] });
  });
});
