import { describe, expect, it } from '@jest/globals';
import type { NodeMode } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { GraphBuilder, tinyResources } from '@graft/testing';
import { compileOk, draw } from '@graft/testing/drawings';
import fc from 'fast-check';
import { compile } from './compile';

const DATA_KINDS = ['sample', 'augment', 'filter-classes'] as const;
const MODEL_KINDS = ['freeze-layers', 'reinitialise-layers', 'cut-layers'] as const;

/** Further nodes of a chain; those with a mode are drawn with it, or not at all. */
interface Further {
  readonly kind: string;
  readonly bypassed: boolean;
}

// data ──> (further) ──> split ──> train, evaluate
// base ──> (further) ──> head ───> train ──> evaluate
function drawChains(data: readonly Further[], models: readonly Further[], bypassed: boolean) {
  const builder = new GraphBuilder()
    .node('data', 'dataset', { dataset: 'tiny-colours' })
    .node('base', 'base-model', { base: 'tiny-base' });
  const extend = (start: string, further: readonly Further[], end: string) => {
    const drawn = further.flatMap((each, at) => {
      if (each.bypassed && !bypassed) return [];
      const id = `${start}${at}`;
      builder.node(id, each.kind, {}, each.bypassed ? { mode: 'bypassed' } : {});
      return [id];
    });
    builder.chain(start, ...drawn, end);
  };
  builder.node('split', 'split').node('head', 'add-head').node('train', 'train', { epochs: 2 });
  extend('data', data, 'split');
  extend('base', models, 'head');
  return builder
    .node('evaluate', 'evaluate', { topK: 2 })
    .wire('split.train', 'head')
    .wire('head', 'train')
    .wire('split.train', 'train.train')
    .wire('split.validation', 'train.validation')
    .wire('train.model', 'evaluate')
    .wire('split.test', 'evaluate')
    .build();
}

describe('a graph with bypassed nodes', () => {
  it('has the plan and the keys of the graph without them', () => {
    const further = (kinds: readonly string[]) =>
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), bypassed: fc.boolean() }), {
        maxLength: 3,
      });
    let compared = 0;
    fc.assert(
      fc.property(further(DATA_KINDS), further(MODEL_KINDS), (data, models) => {
        const [whole, without] = [true, false].map((bypassed) =>
          compile(drawChains(data, models, bypassed), catalogue, tinyResources),
        );
        if (whole === undefined || without === undefined) throw new Error('not compiled');
        expect(whole.ok).toBe(without.ok);
        const codes = [whole, without].map(({ issues }) => issues.map(({ code }) => code).sort());
        expect(codes[0]).toEqual(codes[1]);
        if (!whole.ok || !without.ok) return;
        compared += 1;
        expect(whole.digest).toBe(without.digest);
        expect(whole.nodeSteps).toEqual(without.nodeSteps);
        const passed = [...data, ...models].filter(({ bypassed }) => bypassed);
        expect([...whole.leftOut.values()]).toEqual(passed.map(() => ({ how: 'bypassed' })));
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});

describe('a graph with muted nodes', () => {
  const mute = (mode: NodeMode, ...ids: string[]) => {
    const graph = draw();
    const nodes = graph.nodes.map((node) => (ids.includes(node.id) ? { ...node, mode } : node));
    return compile({ ...graph, nodes }, catalogue, tinyResources);
  };

  // data ──> split ──> train ──> (evaluate) ──> register
  it('runs what does not depend on them, under the same keys', () => {
    const compiled = mute('muted', 'evaluate');
    const whole = compileOk(draw());
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    expect(compiled.plan.steps.map(({ kind }) => kind)).toEqual(['extract-features', 'train']);
    expect(compiled.nodeSteps['train']).toBe(whole.nodeSteps['train']);
    expect(compiled.leftOut.get('register')).toEqual({ how: 'behind', muted: 'evaluate' });
  });

  it('says that nothing runs where all of it is muted', () => {
    expect(mute('muted', 'data')).toMatchObject({
      ok: false,
      issues: [{ code: 'plan.nothing-to-run', message: expect.stringContaining('muted') }],
    });
  });

  it('refuses to bypass what can pass nothing', () => {
    const { ok, issues } = mute('bypassed', 'evaluate');
    expect([ok, issues.map(({ code }) => code)]).toEqual([false, ['graph.no-bypass']]);
  });
});
