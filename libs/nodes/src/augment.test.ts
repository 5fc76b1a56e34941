import { describe, expect, it } from '@jest/globals';
import type { DatasetSummary } from '@graft/graph';
import { GraphBuilder } from '@graft/testing';
import { inspect } from '@graft/testing/drawings';
import { chooseView, expandViews } from './augmented-views';

type Params = Record<string, string | number>;

// data -> augment -> split
function drawAugmented(params: Params = {}, dataset = 'tiny-colours'): GraphBuilder {
  return new GraphBuilder()
    .node('data', 'dataset', { dataset })
    .node('augment', 'augment', params)
    .node('split', 'split')
    .chain('data', 'augment', 'split');
}

function augmentationsOf(builder: GraphBuilder, node: string) {
  const outputs = inspect(builder).summaries.get(node) ?? {};
  return Object.fromEntries(
    Object.entries(outputs).map(([port, summary]) => [
      port,
      (summary as DatasetSummary).recipe.augmentation?.views,
    ]),
  );
}

describe('augment', () => {
  it('reaches the train part and no other, wherever it is wired', () => {
    expect(augmentationsOf(drawAugmented(), 'split')).toEqual({
      train: 8,
      validation: undefined,
      test: undefined,
    });
  });

  it('does nothing to a part that judges, and says so', () => {
    const builder = new GraphBuilder()
      .node('data', 'dataset', { dataset: 'tiny-colours' })
      .node('split', 'split')
      .node('augment', 'augment')
      .wire('data', 'split')
      .wire('split.validation', 'augment');
    expect(inspect(builder).issues).toMatchObject([
      { code: 'augment.no-effect', severity: 'warning' },
    ]);
    expect(augmentationsOf(builder, 'augment')).toEqual({ dataset: undefined });
  });

  it('mirrors pictures in colour and not grey ones, unless told', () => {
    const mirrors = (params: Params, dataset: string) => {
      const summary = inspect(drawAugmented(params, dataset)).summaries.get('augment')?.['dataset'];
      return (summary as DatasetSummary).recipe.augmentation?.change.flip;
    };
    expect(mirrors({}, 'tiny-colours')).toBe(true);
    expect(mirrors({}, 'tiny-shapes')).toBe(false);
    expect(mirrors({ flip: 'on' }, 'tiny-shapes')).toBe(true);
    expect(mirrors({ flip: 'off' }, 'tiny-colours')).toBe(false);
  });

  it('refuses texts, and warns of a single view', () => {
    expect(inspect(drawAugmented({}, 'tiny-texts')).issues[0]).toMatchObject({
      code: 'augment.not-pictures',
      severity: 'error',
    });
    const { issues, mend } = inspect(drawAugmented({ views: 1 }));
    expect(issues).toMatchObject([{ code: 'augment.one-view', severity: 'warning' }]);
    expect(mend()).toEqual([]);
  });
});

describe('views', () => {
  const change = { flip: true, rotate: 10, zoom: 0, shift: 0, brightness: 0, contrast: 0 };
  const augmentation = { views: 4, seed: 1, change };
  const example = (name: string) => ({ sha256: name.repeat(64).slice(0, 64), label: 0, name });

  it('are each shown once in as many epochs as there are views', () => {
    for (const name of ['a', 'b', 'c']) {
      const seen = [1, 2, 3, 4].map((epoch) => chooseView(example(name), augmentation, epoch));
      expect(seen.toSorted()).toEqual([0, 1, 2, 3]);
    }
    expect(chooseView(example('a'), augmentation, 0)).toBe(0);
  });

  it('are new in every epoch when their number is open', () => {
    const open = { ...augmentation, views: 0 };
    expect([1, 2, 9].map((epoch) => chooseView(example('a'), open, epoch))).toEqual([1, 2, 9]);
  });

  it('have an identity of their own but for the picture itself', () => {
    const selection = { classes: ['x'], examples: [example('a'), example('b')] };
    const names = expandViews(selection, augmentation).examples.map(({ sha256 }) => sha256);
    expect(new Set(names).size).toBe(8);
    expect([names[0], names[4]]).toEqual(selection.examples.map(({ sha256 }) => sha256));
    const turned = { ...augmentation, change: { ...change, rotate: 20 } };
    expect(expandViews(selection, turned).examples[1]?.sha256).not.toBe(names[1]);
    expect(expandViews(selection, undefined)).toEqual(selection);
  });
});
