import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { graphSchema, inspectGraph, type Graph } from '@graft/graph';
import { compile } from '@graft/plan';
import { tinyBase, tinyBranchedBase, tinyColours, tinyResources } from '@graft/testing';
import { catalogue } from './catalogue';
import type { Comparison, PairVerdict } from './compare-reports';
import { concludeWays } from './conclude-ways';
import { createResources, readCard, toBaseCard, toDatasetCard } from './read-card';
import { drawWay, drawWhichTransfer } from './draw-which-transfer';
import { readTransferWays } from './read-transfer-ways';
import { listPictureBases, listTransferWays } from './transfer-ways';

const readAsset = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../assets/${path}`, import.meta.url), 'utf8'));

describe('the ways of transferring to the bundled objects', () => {
  const dataset = readCard(readAsset('datasets/emoji-objects.card.json'));
  const base = readCard(readAsset('base-models/efficientnet-lite0/card.json'));
  if (dataset.type !== 'dataset' || base.type !== 'base-model') throw new Error('wrong cards');
  const objects = toDatasetCard(dataset);
  const resources = createResources({
    dataset: [objects],
    base: [toBaseCard(base, readAsset('base-models/efficientnet-lite0/model.json'))],
  });
  const ways = listTransferWays(listPictureBases(resources));
  const graph = drawWhichTransfer(objects, ways);

  it('are a dozen or more, from scratch last', () => {
    expect(ways.length).toBeGreaterThanOrEqual(12);
    expect(new Set(ways.map(({ title }) => title)).size).toBe(ways.length);
    expect(ways.at(-1)).toMatchObject({ training: 'scratch', base: null });
    expect(ways.map(({ title }) => title)).toContain('EfficientNet-Lite0 up to block5, new head');
  });

  it('make one graph without an error, which tells them again', () => {
    expect(inspectGraph(graph, catalogue, resources).issues.filter(isError)).toEqual([]);
    expect(readTransferWays(graphSchema.parse(graph))).toEqual(ways);
  });

  it('run the base once a cut and no more', () => {
    const compiled = compile(graph, catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const kinds = compiled.plan.steps.map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(count('cross-validate')).toBe(ways.length);
    expect(count('extract-features')).toBeLessThan(ways.length);
    expect(JSON.stringify(compiled.plan).length).toBeLessThan(2_000_000);
  });

  it('run frozen layers in int8 where that is asked for, but for random weights', () => {
    const compiled = compile(drawWhichTransfer(objects, ways, 'fast'), catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const extractions = compiled.plan.steps.filter(({ kind }) => kind === 'extract-features');
    const exact = extractions.filter(({ params }) => params['precision'] !== 'fast');
    const randomWays = ways.filter(({ training }) => training === 'random-features');
    expect(exact).toHaveLength(randomWays.length);
    expect(extractions.length).toBeGreaterThan(5);
  });

  it('open as graphs that run', () => {
    for (const way of ways) {
      const issues = inspectGraph(drawWay(objects, way), catalogue, resources).issues;
      expect(issues.filter(isError)).toEqual([]);
    }
  });

  const isError = ({ severity }: { severity: string }) => severity === 'error';
});

describe('ways of other bases', () => {
  it('follow the blocks of each base', () => {
    const ways = listTransferWays([tinyBase, tinyBranchedBase]);
    expect(ways.filter(({ base }) => base === 'tiny-base').map(({ cut }) => cut)).toContain(
      'block1_conv',
    );
    const graph = drawWhichTransfer(tinyColours, ways);
    const errors = inspectGraph(graph, catalogue, tinyResources).issues.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).toEqual([]);
  });

  it('leave other graphs alone', () => {
    expect(readTransferWays({ nodes: [], edges: [] } as unknown as Graph)).toEqual([]);
  });
});

describe('the conclusion', () => {
  const ways = listTransferWays([tinyBase]);
  const at = (training: string, cut: string | null = null) =>
    ways.findIndex((way) => way.training === training && way.cut === cut);
  const [whole, early, tuned] = [at('head'), at('head', 'block1_conv'), at('fine-tune')];
  const scratch = ways.length - 1;
  const judge = (
    entry: number,
    against: number,
    outcome: PairVerdict['outcome'],
    mean: number,
  ): PairVerdict => ({
    ...{ entry, against, outcome, text: '', trials: 5, examples: 30 },
    ...{ start: null, slope: null, time: null },
    asymptote: {
      ...{ outcome, candidate: 0, baseline: 0 },
      difference: { mean, low: mean - 0.05, high: mean + 0.05 },
    },
  });
  const compare = (accuracies: Record<number, number>, rest: Partial<Comparison>): Comparison => ({
    ...{ format: 'graft.comparison/1', baseline: scratch, best: whole },
    ...{ verdicts: [], againstBest: [], pairs: [], sentence: '', warnings: [] },
    entries: ways.map(({ title }, index) => ({
      ...{ name: title, accuracy: accuracies[index] ?? 0.1, interval: { low: 0, high: 1 } },
      ...{ macroF1: 0, examples: 30, trials: 5, seconds: 1, parameters: 1, curve: [] },
      multiplyAdds: index === early ? 10 : 100,
    })),
    ...rest,
  });

  it('says by how much transfer helps, and takes the cheapest way that is as good', () => {
    const comparison = compare(
      { [whole]: 0.79, [early]: 0.78, [scratch]: 0.65 },
      {
        verdicts: [judge(whole, scratch, 'helps', 0.14)],
        againstBest: [judge(whole, early, 'no-difference-shown', 0.01)],
        pairs: [judge(tuned, whole, 'no-difference-shown', 0.01)],
      },
    );
    const { recommended, sentences } = concludeWays(comparison, ways);
    expect(recommended).toBe(ways[early]?.id);
    expect(sentences[0]).toBe(
      'Transfer helps by 14 points (9 to 19): Tiny base, new head is right in 79 %, from scratch it is 65 %.',
    );
    expect(sentences[1]).toContain('Tiny base up to block1, new head');
    expect(sentences[2]).toBe('Fine-tuning adds nothing that can be shown here.');
  });

  it('says that transfer hurts where it does', () => {
    const comparison = compare(
      { [whole]: 0.5, [scratch]: 0.65 },
      { best: scratch, verdicts: [judge(whole, scratch, 'hurts', -0.15)] },
    );
    const { recommended, sentences } = concludeWays(comparison, ways);
    expect(recommended).toBe(ways[scratch]?.id);
    expect(sentences[0]).toContain('Transfer hurts by 15 points (10 to 20)');
  });
});
