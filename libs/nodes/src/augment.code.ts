import { defineCode } from './code/code-part';

export const augmentCode = defineCode<{ views: number }>({
  kind: 'augment',
  write(scope) {
    const { augmentation } = scope.data('dataset').recipe;
    if (augmentation === undefined) {
      scope.say('Nothing is changed: only what a model learns from is.');
      return;
    }
    const { views } = augmentation;
    scope.say(
      `Training sees changed pictures, ${views === 0 ? 'new ones in every epoch' : `${String(views)} views of each`}; everything else sees them as they are.`,
    );
  },
});
