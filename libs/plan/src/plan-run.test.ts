import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@graft/nodes';
import { buildTinyTransfer, tinyResources } from '@graft/testing';
import { compile, type CompiledGraph } from './compile';
import { applyOverrides } from './override-params';
import { planRun, type KnownResults } from './plan-run';

type Compiled = Extract<CompiledGraph, { ok: true }>;

// data -> split -> (train, evaluate); base -> freeze -> head -> train -> evaluate -> register
const GRAPH = buildTinyTransfer();

function compileWith(...overrides: string[]): Compiled {
  const changed = applyOverrides(GRAPH, overrides, catalogue);
  if (!changed.ok) throw new Error(JSON.stringify(changed.issues));
  const compiled = compile(changed.graph, catalogue, tinyResources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return compiled;
}

const SINCE = '2026-01-02T03:04:05.678Z';

function remember(compiled: Compiled, run = 'run-1'): KnownResults {
  const cacheable = compiled.plan.steps.filter((step) => step.cacheable);
  return {
    outputs: new Map(cacheable.map((step) => [step.key, { from: run, since: SINCE }])),
    checkpoints: new Map(),
  };
}

const NOTHING: KnownResults = { outputs: new Map(), checkpoints: new Map() };

/** Decisions by node; `features` is the extraction. */
function decide(compiled: Compiled, known: KnownResults, previous?: Compiled) {
  const decisions = planRun(compiled, known, previous);
  const features = compiled.plan.steps.find((step) => step.kind === 'extract-features');
  const at = (node: string) => decisions[compiled.nodeSteps[node] ?? ''];
  return {
    features: decisions[features?.id ?? ''],
    train: at('train'),
    evaluate: at('evaluate'),
    register: at('register'),
  };
}

describe('planRun', () => {
  const first = compileWith();

  it('runs everything the first time', () => {
    const reason = 'it has not run before';
    expect(decide(first, NOTHING)).toMatchObject({
      features: { action: 'RUN', reason },
      train: { action: 'RUN', reason },
    });
  });

  it('reuses everything but effects the second time', () => {
    expect(decide(first, remember(first))).toEqual({
      features: { action: 'HIT', from: 'run-1', since: SINCE },
      train: { action: 'HIT', from: 'run-1', since: SINCE },
      evaluate: { action: 'HIT', from: 'run-1', since: SINCE },
      register: { action: 'RUN', reason: 'it has an effect, so it runs every time' },
    });
  });

  it('resumes at the checkpoint of the same key', () => {
    const train = first.plan.steps.find((step) => step.kind === 'train');
    const known = { ...NOTHING, checkpoints: new Map([[train?.key ?? '', { epoch: 7 }]]) };
    expect(decide(first, known).train).toEqual({ action: 'RESUME', epoch: 7 });
  });

  it('prefers outputs to a checkpoint', () => {
    const train = first.plan.steps.find((step) => step.kind === 'train');
    const checkpoints = new Map([[train?.key ?? '', { epoch: 7 }]]);
    expect(decide(first, { ...remember(first), checkpoints }).train?.action).toBe('HIT');
  });

  it.each([
    ['train.learningRate=0.01', 'learningRate changed from 0.001 to 0.01'],
    ['split.seed=3', 'split.seed changed from 1 to 3'],
    ['head.dropout=0.5', '"head_dropout" of the model changed'],
  ])('names what %s changed', (override, reason) => {
    const changed = decide(compileWith(override), remember(first), first);
    expect(changed.features).toEqual({ action: 'HIT', from: 'run-1', since: SINCE });
    expect(changed.train).toEqual({ action: 'RUN', reason });
  });

  it('says that a model was trained differently', () => {
    const changed = decide(compileWith('train.epochs=3'), remember(first), first);
    expect(changed.evaluate).toEqual({
      action: 'RUN',
      reason: 'the model was trained differently',
    });
  });

  it('says when features are no longer read', () => {
    const changed = decide(compileWith('freeze.mode=none'), remember(first), first);
    const { train } = changed;
    expect(train?.action === 'RUN' && train.reason).toContain('it no longer reads features');
  });

  it('says when outputs are gone', () => {
    expect(decide(first, NOTHING, first).train).toEqual({
      action: 'RUN',
      reason: 'its outputs are not stored',
    });
  });

  const stepOf = (kind: string) => first.plan.steps.find((step) => step.kind === kind);

  it('runs again what a person asks for, although it is there', () => {
    const again = new Set([stepOf('train')?.id ?? '']);
    const decisions = planRun(first, remember(first), first, again);
    expect(decisions[first.nodeSteps['train'] ?? '']).toEqual({
      action: 'RUN',
      reason: 'you asked for it to run again',
    });
    expect(decisions[stepOf('extract-features')?.id ?? '']?.action).toBe('HIT');
  });

  it('waits for another run that computes the same', () => {
    const running = new Map([[stepOf('train')?.key ?? '', 'run-7']]);
    expect(decide(first, { ...NOTHING, running }).train).toEqual({ action: 'WAIT', for: 'run-7' });
  });

  it('goes on from a changed result of its parent, and computes anew what comes after it', () => {
    const all = remember(first);
    const outputs = new Map([...all.outputs].filter(([key]) => key !== stepOf('train')?.key));
    const kept = new Map([[stepOf('train')?.id ?? '', { from: 'parent', since: SINCE }]]);
    const decided = decide(first, { ...all, outputs, kept });
    expect(decided.train).toEqual({ action: 'HIT', from: 'parent', since: SINCE });
    expect(decided.evaluate).toMatchObject({ action: 'RUN' });
    expect(decide(first, { ...all, kept }).evaluate?.action).toBe('HIT');
  });
});
