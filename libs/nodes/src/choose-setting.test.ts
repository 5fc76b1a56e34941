import { describe, expect, it } from '@jest/globals';
import { chooseSetting } from '@graft/ml';
import { describeSettings } from './choose-setting.step';

/** Settings tried once, on 200 validation examples: all right as often, by one example more or less. */
function tryAll(count: number) {
  const measures = Array.from({ length: count }, (_, setting) => ({
    ...{ setting, repeat: 0, loss: 1 },
    accuracy: (160 + (setting % 3)) / 200,
  }));
  const choice = chooseSetting(measures, 200);
  const results = choice.results.map((result) => ({ ...result, value: result.setting }));
  return { ...choice, results };
}

describe('the sentence on settings that were tried', () => {
  it('says by how much the best of 32 looks too good by luck, and what reads the test part', () => {
    const sentence = describeSettings('train.learningRate', tryAll(32));
    // 162 of 200, with one right and one wrong more: sqrt(0.807 x 0.193 / 200) = 2.8 points; the largest of 32
    // normal values is 2.07 of them above the mean (Harter 1961).
    expect(sentence).toContain(
      'The best of 32 looks too good by luck: were all equally good, by 5.8 points here',
    );
    expect(sentence).toContain('one result is uncertain by 2.8 points');
    expect(sentence).toContain('the test part, which is read once, for this one');
  });

  it('says less of the best of two, and nothing of luck where nothing was chosen', () => {
    // 0.564 standard errors.
    expect(describeSettings('train.learningRate', tryAll(2))).toContain('by 1.6 points here');
    expect(describeSettings(null, tryAll(1))).not.toContain('luck');
  });
});
