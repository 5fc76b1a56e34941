import { defineCode } from './code/code-part';
import { writeSave } from './code/write-save';

export const exportModelCode = defineCode<{ name: string }>({
  kind: 'export-model',
  write(scope) {
    writeSave(scope, scope.params.name);
  },
});
