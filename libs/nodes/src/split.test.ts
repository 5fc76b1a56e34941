import { describe, expect, it } from '@jest/globals';
import {
  applyFix,
  inspectGraph,
  type DatasetSummary,
  type ExampleRow,
  type Selection,
} from '@graft/graph';
import { createResources } from '@graft/nodes';
import { GraphBuilder, tinyColours, tinyResources } from '@graft/testing';
import fc from 'fast-check';
import { catalogue } from './catalogue';
import { shareOut, SPLIT_PARTS } from './split-parts';
import { splitNode } from './split.node';

const fractions = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(20), fc.nat(20))
  .map(([a, b, c]) => ({
    train: a / (a + b + c),
    validation: b / (a + b + c),
    test: c / (a + b + c),
  }));

const paramsArbitrary = fc
  .tuple(fractions, fc.boolean(), fc.integer({ min: 1, max: 1000 }))
  .map(([parts, stratified, seed]) => ({
    ...{ ...parts, stratified, seed },
    group: 'same-content' as const,
  }));

function makeSelection(
  counts: readonly number[],
  nameOf = (index: number) => `x${index}`,
): Selection {
  const examples: ExampleRow[] = [];
  for (const [label, count] of counts.entries()) {
    for (let each = 0; each < count; each += 1) {
      const index = examples.length;
      examples.push({ sha256: nameOf(index), label, name: `file ${index}` });
    }
  }
  return { classes: counts.map((_, label) => `class ${label}`), examples };
}

function summarise(counts: readonly number[]): DatasetSummary {
  return {
    type: 'dataset',
    name: 'made up',
    element: { kind: 'vector', size: 2 },
    classes: counts.map((count, label) => ({ name: `class ${label}`, count })),
    part: 'all',
    recipe: { dataset: 'd', operations: [] },
  };
}

const countsArbitrary = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 5 });
const context = { nodeId: 'split', resources: tinyResources, wires: {} };
const select = (
  selection: Selection,
  params: Parameters<typeof splitNode.infer>[1],
  port: string,
) => splitNode.data?.select(selection, params, port) ?? selection;

describe('split', () => {
  it('selects exactly the counts that it inferred', () => {
    fc.assert(
      fc.property(countsArbitrary, paramsArbitrary, (counts, params) => {
        const inferred = splitNode.infer({ dataset: summarise(counts) }, params, context);
        for (const part of SPLIT_PARTS) {
          const { examples } = select(makeSelection(counts), params, part);
          const selected = counts.map(
            (_, label) => examples.filter((example) => example.label === label).length,
          );
          expect(selected).toEqual(inferred[part].classes.map((each) => each.count));
        }
      }),
    );
  });

  it('puts every example into exactly one part', () => {
    fc.assert(
      fc.property(countsArbitrary, paramsArbitrary, fc.nat(7), (counts, params, repeats) => {
        const selection = makeSelection(counts, (index) => `x${index % (repeats + 3)}`);
        const parts = SPLIT_PARTS.map((part) => select(selection, params, part).examples);
        const names = parts.flat().map((example) => example.name);
        expect(names.sort()).toEqual(selection.examples.map((example) => example.name).sort());
      }),
    );
  });

  it('never puts the same content into two parts, even under two labels', () => {
    fc.assert(
      fc.property(countsArbitrary, paramsArbitrary, fc.nat(30), (counts, params, repeats) => {
        const selection = makeSelection(counts, (index) => `x${index % (repeats + 1)}`);
        const seen = new Map<string, string>();
        for (const part of SPLIT_PARTS) {
          for (const { sha256 } of select(selection, params, part).examples) {
            expect(seen.get(sha256) ?? part).toBe(part);
            seen.set(sha256, part);
          }
        }
      }),
    );
  });

  it('does not depend on the order of the examples', () => {
    const selection = makeSelection([9, 7]);
    const params = splitNode.params.parse({});
    const reversed = { ...selection, examples: selection.examples.toReversed() };
    const names = (from: Selection) =>
      select(from, params, 'train')
        .examples.map((example) => example.name)
        .sort();
    expect(names(reversed)).toEqual(names(selection));
  });

  it('divides differently for another seed', () => {
    const selection = makeSelection([40, 40]);
    const [one, two] = [1, 2].map((seed) =>
      select(selection, splitNode.params.parse({ seed }), 'test').examples.map((each) => each.name),
    );
    expect(one).not.toEqual(two);
  });

  it('leaves the other classes where they were when a class is filtered out', () => {
    const selection = makeSelection([20, 20, 20]);
    const params = splitNode.params.parse({});
    const fewer = { ...selection, examples: selection.examples.filter(({ label }) => label !== 1) };
    const namesOf = (from: Selection) =>
      select(from, params, 'test')
        .examples.filter(({ label }) => label !== 1)
        .map((example) => example.name);
    expect(namesOf(fewer)).toEqual(namesOf(selection));
  });

  it('shares out by largest remainder', () => {
    expect(shareOut(10, [0.7, 0.15, 0.15])).toEqual([7, 2, 1]);
    expect(shareOut(20, [0.7, 0.15, 0.15])).toEqual([14, 3, 3]);
    expect(shareOut(3, [0.7, 0.15, 0.15])).toEqual([2, 1, 0]);
    fc.assert(
      fc.property(fc.nat(100_000), fractions, (total, { train, validation, test }) => {
        const shares = shareOut(total, [train, validation, test]);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        for (const [index, fraction] of [train, validation, test].entries()) {
          expect(Math.abs((shares[index] ?? 0) - total * fraction)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });
});

describe('split checks', () => {
  it('mends fractions that do not add up to 1', () => {
    // data -> split
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('split', 'split', { train: 0.8, validation: 0.2, test: 0.2 })
      .wire('data', 'split')
      .build();
    const [issue] = inspectGraph(graph, catalogue, tinyResources).issues;
    expect(issue).toMatchObject({ code: 'split.sum', nodeId: 'split', severity: 'error' });
    const fixed = applyFix(graph, issue?.fix ?? { title: '' });
    expect(inspectGraph(fixed, catalogue, tinyResources).issues).toEqual([]);
  });

  it('warns of pictures that look alike, and keeps them together in one click', () => {
    // data (6 of them twins) -> split
    const twins = { ...tinyColours, ref: 'twins', nearDuplicates: 6 };
    const resources = createResources({ dataset: [twins], base: [] });
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'twins' })
      .node('split', 'split')
      .wire('data', 'split')
      .build();
    const [issue] = inspectGraph(graph, catalogue, resources).issues;
    expect(issue).toMatchObject({ code: 'split.near-duplicates', severity: 'warning' });
    expect(issue?.message).toContain('6 pictures');
    const fixed = applyFix(graph, issue?.fix ?? { title: '' });
    expect(inspectGraph(fixed, catalogue, resources).issues).toEqual([]);
  });

  it('keeps twins in one part, however the seed falls', () => {
    const examples = Array.from({ length: 40 }, (_, at) => ({
      sha256: `${at}`,
      label: at % 2,
      name: '',
      // Pairs of labels 0 and 1 that differ in one bit; pairs differ in half of all bits.
      phash: (((BigInt(at >> 1) * 0x9e3779b97f4a7c15n) & 0xfffffffffffffffen) | BigInt(at & 1))
        .toString(16)
        .padStart(16, '0'),
    }));
    const selection = { classes: ['a', 'b'], examples };
    for (const seed of [1, 2, 3, 4, 5]) {
      const params = splitNode.params.parse({ seed, group: 'near-duplicates' });
      const parts = new Map(
        SPLIT_PARTS.flatMap((part) =>
          select(selection, params, part).examples.map(({ sha256 }) => [Number(sha256), part]),
        ),
      );
      expect(parts.size).toBe(40);
      for (let at = 0; at < 40; at += 2) expect(parts.get(at)).toBe(parts.get(at + 1));
    }
  });

  it('refuses to divide the test part again', () => {
    // data -> split -test-> again
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('split', 'split')
      .node('again', 'split')
      .chain('data', 'split')
      .wire('split.test', 'again')
      .build();
    const issues = inspectGraph(graph, catalogue, tinyResources).issues;
    expect(issues).toMatchObject([{ code: 'split.part', nodeId: 'again', severity: 'error' }]);
  });

  it('warns of a class that a part lacks, and drops it in one click', () => {
    // data (one class of two examples) -> split
    const rare = {
      ...tinyColours,
      ref: 'rare',
      classes: [...tinyColours.classes, { name: 'violet', count: 4 }],
    };
    const resources = createResources({ dataset: [rare], base: [] });
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'rare' })
      .node('split', 'split')
      .wire('data', 'split')
      .build();
    const issues = inspectGraph(graph, catalogue, resources).issues;
    expect(issues).toMatchObject([
      { code: 'dataset.few-examples', severity: 'warning' },
      { code: 'split.class-missing', severity: 'warning', port: 'test' },
    ]);
    const fixed = applyFix(graph, issues[1]?.fix ?? { title: '' });
    const inspection = inspectGraph(fixed, catalogue, resources);
    expect(inspection.issues).toMatchObject([{ code: 'dataset.few-examples' }]);
    expect(inspection.summaries.get('split')?.['train']).toMatchObject({
      classes: [{ name: 'blue' }, { name: 'green' }, { name: 'red' }],
    });
  });
});
