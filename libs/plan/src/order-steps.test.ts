import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderSteps } from './order-steps';
import type { Step } from './plan';

function makeStep(id: string, needs: readonly string[]): Step {
  return {
    id,
    kind: 'train',
    implementation: 1,
    key: id,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: 1,
    params: {},
    models: {},
    data: {},
    artifacts: {},
    needs: [...needs],
  };
}

describe('orderSteps', () => {
  //  a -> c -> d
  //  b ------> d     e alone
  const steps = [
    makeStep('d', ['b', 'c']),
    makeStep('c', ['a']),
    makeStep('e', []),
    makeStep('b', []),
    makeStep('a', []),
  ];

  it('puts the smallest ready id first, whatever the order of the steps', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: steps.length }), (shuffled) => {
        expect(orderSteps(shuffled).map((step) => step.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
      }),
    );
  });
});
