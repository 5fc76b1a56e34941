import { defineCode } from './code/code-part';

export const sampleCode = defineCode<{ perClass: number; seed: number }>({
  kind: 'sample',
  write(scope) {
    const { perClass, seed } = scope.params;
    scope.say(
      `At most ${String(perClass)} examples of each class, drawn with seed ${String(seed)}: examples.json lists them.`,
    );
  },
});
