import { UserError } from '@graft/errors';
import { classifyExamples } from './classify-examples';
import { defineStep } from './define-step';
import { evaluateNode } from './evaluate.node';
import { makeReport, summariseReport } from './make-report';
import { writeReportTable } from './write-report-table';

/** Measures the model at port `model` on the examples of port `dataset`. Outputs `report`, and `table`: one
 * row an example, as CSV. */
export const evaluateStep = defineStep({
  kind: 'evaluate',
  async run(context) {
    const { topK } = evaluateNode.params.parse(context.step.params);
    const { examples, probabilities } = await classifyExamples(context, 'dataset');
    const labels = context.spec('model').labels ?? examples.classes;
    checkSameClasses(labels, examples.classes);
    const report = makeReport({ labels, examples: examples.examples, probabilities, topK });
    await context.offer('report', { kind: 'report', bytes: JSON.stringify(report) });
    await context.offer('table', { kind: 'file', bytes: writeReportTable(report) });
    return {
      ended: 'complete',
      summary: summariseReport(report),
    };
  },
});

/** Checked before the run too; a report against other classes would be silently wrong. */
function checkSameClasses(labels: readonly string[], classes: readonly string[]): void {
  if (labels.length === classes.length && labels.every((name, at) => name === classes[at])) return;
  throw new UserError({
    code: 'evaluate.classes-differ',
    message: `The model answers with ${String(labels.length)} classes (${labels.slice(0, 3).join(', ')} ...), the data has ${String(classes.length)} (${classes.slice(0, 3).join(', ')} ...). Add a head for these classes.`,
  });
}
