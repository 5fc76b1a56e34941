import { defineCode } from './code/code-part';
import { listNames } from './wording';

export const filterClassesCode = defineCode({
  kind: 'filter-classes',
  write(scope) {
    const names = scope.data('dataset').classes.map(({ name }) => name);
    scope.say(`Goes on with the classes ${listNames(names, 12)}.`);
  },
});
