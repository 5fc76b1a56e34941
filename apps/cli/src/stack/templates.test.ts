import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hasErrors, parseGraph, type Graph, type Resources } from '@graft/graph';
import { catalogue, readCard } from '@graft/nodes';
import { codeParts, writeCode } from '@graft/nodes/code';
import { applyOverrides, compile, planSchema, type CompiledGraph, type Step } from '@graft/plan';
import { loadBundledResources } from './bundled-resources';

const ASSETS = new URL('../../../../assets/', import.meta.url);

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, ASSETS), 'utf8')) as unknown;
}

let resources: Resources;
beforeAll(async () => {
  resources = await loadBundledResources(fileURLToPath(ASSETS));
});

function loadTemplate(name: string): Graph {
  const parsed = parseGraph(readFileSync(new URL(`templates/${name}.graph.json`, ASSETS), 'utf8'));
  if (parsed.graph === undefined) throw new Error(JSON.stringify(parsed.issues));
  return parsed.graph;
}

type Compiled = Extract<CompiledGraph, { ok: true }>;

function compileTemplate(name: string, overrides: readonly string[] = []): Compiled {
  const changed = applyOverrides(loadTemplate(name), overrides, catalogue);
  if (!changed.ok) throw new Error(JSON.stringify(changed.issues));
  const compiled = compile(changed.graph, catalogue, resources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues, null, 1));
  return compiled;
}

function stepOf({ plan, nodeSteps }: Compiled, node: string): Step {
  const step = plan.steps.find((each) => each.id === nodeSteps[node]);
  if (step === undefined) throw new Error(`no step for ${node}`);
  return step;
}

const NAMES = [
  'objects-feature-extraction',
  'objects-from-scratch',
  'objects-fine-tune',
  'objects-keep-n-layers',
  'names-word-vectors',
  'digits-pretrain',
  'digits-transfer',
  'unrelated-base',
  'objects-transfer-or-not',
  'which-base',
];

/** Warnings that belong to what a template shows: features that are random on purpose. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'digits-transfer': ['freeze-layers.frozen-at-random'],
};

describe('templates', () => {
  it.each(NAMES)('%s compiles without an error or a warning that it is not about', (name) => {
    const compiled = compileTemplate(name);
    expect(compiled.issues.map(({ code }) => code)).toEqual(EXPECTED[name] ?? []);
    expect(planSchema.safeParse(compiled.plan).error).toBeUndefined();
  });

  it.each(NAMES)('%s is written as a program in both languages, nothing left out', (name) => {
    const known = { catalogue, resources, parts: codeParts };
    for (const language of ['node', 'keras'] as const) {
      const { issues, script } = writeCode(loadTemplate(name), language, known);
      expect(issues.map(({ code }) => code)).toEqual([]);
      expect(script?.text).not.toMatch(/Not written as code|Left out/);
    }
  });

  it('are all tested here', () => {
    const files = readdirSync(new URL('templates/', ASSETS));
    expect(files.sort()).toEqual(NAMES.map((name) => `${name}.graph.json`).sort());
  });

  it('extract features of the frozen base once, for training and evaluation', () => {
    const compiled = compileTemplate('objects-feature-extraction');
    const kinds = compiled.plan.steps.map((step) => step.kind);
    expect(kinds).toEqual(['extract-features', 'train', 'evaluate', 'register-model']);
    const [extraction] = compiled.plan.steps;
    expect(extraction?.params).toMatchObject({ executor: 'onnx', cut: ['avg_pool'] });
    expect(extraction?.data['examples']?.operations).toEqual([]);
    expect(stepOf(compiled, 'train').features).toEqual({
      cut: ['avg_pool'],
      steps: { train: extraction?.id, validation: extraction?.id },
    });
    expect(stepOf(compiled, 'evaluate').features).toEqual({
      cut: ['avg_pool'],
      steps: { dataset: extraction?.id },
    });
  });

  it('keep the extraction when the split or the learning rate changes', () => {
    const name = 'objects-feature-extraction';
    const [first, ...rest] = compileTemplate(name).plan.steps;
    for (const override of ['split.seed=3', 'train.learningRate=3e-4']) {
      const [again, ...others] = compileTemplate(name, [override]).plan.steps;
      expect(again).toEqual(first);
      for (const [index, step] of others.entries()) expect(step.key).not.toBe(rest[index]?.key);
    }
  });

  it('train everything from scratch without cached features', () => {
    const compiled = compileTemplate('objects-from-scratch');
    expect(compiled.plan.steps.map((step) => step.kind)).toEqual([
      'train',
      'evaluate',
      'register-model',
    ]);
  });

  it('fine-tune on features of the layer below the unfrozen blocks', () => {
    const compiled = compileTemplate('objects-fine-tune');
    expect(stepOf(compiled, 'train').features?.cut).toEqual(['avg_pool']);
    expect(stepOf(compiled, 'before').features?.cut).toEqual(['avg_pool']);
    expect(stepOf(compiled, 'tune').features?.cut).toEqual(['block6d_add']);
    expect(stepOf(compiled, 'evaluate').features).toEqual({
      cut: ['block6d_add'],
      steps: { dataset: stepOf(compiled, 'tune').features?.steps['train'] },
    });
    expect(stepOf(compiled, 'tune').needs).toContain(compiled.nodeSteps['train']);
  });

  it('keep the first layers and train the reinitialised ones', () => {
    const compiled = compileTemplate('objects-keep-n-layers');
    const train = stepOf(compiled, 'train');
    expect(train.features?.cut).toEqual(['block6d_add']);
    const layers = compiled.plan.models[train.models['model'] ?? '']?.layers ?? [];
    const last = layers.findIndex(({ name }) => name === 'block6d_add');
    const sourcesOf = (some: typeof layers) =>
      new Set(some.flatMap(({ weights }) => weights.map(({ source }) => source.kind)));
    const [kept, renewed] = [layers.slice(0, last + 1), layers.slice(last + 1)];
    expect(sourcesOf(kept)).toEqual(new Set(['blob']));
    expect(kept.some(({ trainable, weights }) => trainable && weights.length > 0)).toBe(false);
    expect(sourcesOf(renewed)).toEqual(new Set(['initialiser']));
    expect(renewed.every(({ trainable, weights }) => trainable || weights.length === 0)).toBe(true);
    expect(renewed.map(({ block }) => block)).toEqual(expect.arrayContaining(['block7a', 'head']));
  });
});

describe('cards', () => {
  it('name files that are there, with their size', () => {
    const folders = [
      'datasets',
      'base-models/efficientnet-lite0',
      'word-vectors/glove-6b-100d-20k',
    ];
    for (const folder of folders) {
      const cards = readdirSync(new URL(`${folder}/`, ASSETS)).filter((name) =>
        name.endsWith('card.json'),
      );
      expect(cards.length).toBeGreaterThan(0);
      for (const card of cards) {
        for (const file of readCard(readJson(`${folder}/${card}`)).files) {
          const at = new URL(`${folder}/${file.path}`, ASSETS);
          expect(existsSync(at)).toBe(true);
          expect(readFileSync(at).length).toBe(file.bytes);
        }
      }
    }
  });

  it('make a base whose graph has no error', () => {
    expect(hasErrors(compileTemplate('objects-feature-extraction').issues)).toBe(false);
    expect(resources.find('base', 'efficientnet-lite0')?.spec.featureLayer).toBe('avg_pool');
  });
});
