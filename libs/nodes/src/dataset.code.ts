import { countExamples } from '@graft/graph';
import { defineCode } from './code/code-part';
import { quoteWord } from './code/literals';
import { nameFolder } from './code/name-example-files';
import { nameExamples } from './wording';

export const datasetCode = defineCode<{ dataset: string }>({
  kind: 'dataset',
  write(scope) {
    const { dataset } = scope.params;
    const summary = scope.data('dataset');
    const count = nameExamples(countExamples(summary), summary.element);
    const what = `${count} of ${String(summary.classes.length)} classes`;
    if (summary.element.kind === 'text') {
      scope.say(`${what}: they stand in examples.json.`);
      return;
    }
    const folder = nameFolder(dataset);
    scope.bring({
      command: `graft datasets export ${quoteWord(dataset)} --out data/${folder}`,
      dataset: { digest: summary.recipe.dataset, folder },
    });
    scope.say(`${what}, in data/${folder}.`);
  },
});
