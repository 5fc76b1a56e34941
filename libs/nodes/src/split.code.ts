import { defineCode } from './code/code-part';
import type { SplitParams } from './split-parts';

export const splitCode = defineCode<SplitParams>({
  kind: 'split',
  write(scope) {
    const { train, validation, test, seed, stratified } = scope.params;
    const shares = [train, validation, test].map((share) => `${String(Math.round(share * 100))} %`);
    const mix = stratified ? ', the same mix of classes in each' : '';
    scope.say(
      `Train, validation, test: ${shares.join(', ')}${mix}, seed ${String(seed)}. Who is in which part stands in examples.json.`,
    );
  },
});
