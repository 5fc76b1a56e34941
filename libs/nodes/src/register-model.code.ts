import { defineCode } from './code/code-part';
import { writeSave } from './code/write-save';

export const registerModelCode = defineCode<{ name: string }>({
  kind: 'register-model',
  write(scope) {
    writeSave(scope, scope.params.name);
  },
});
