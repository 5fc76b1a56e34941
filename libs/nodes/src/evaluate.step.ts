import { UserError } from '@graft/errors';
import { classifyExamples } from './classify-examples';
import { countKindsApart, summariseKinds } from './count-kinds';
import { defineStep, type StepContext } from './define-step';
import { evaluateNode, LEARNED_PORT } from './evaluate.node';
import { makeReport, summariseReport, type EvaluationReport } from './make-report';
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
    const measured = makeReport({ labels, examples: examples.examples, probabilities, topK });
    const report = { ...measured, ...(await tellKindsApart(context, measured)) };
    await context.offer('report', { kind: 'report', bytes: JSON.stringify(report) });
    await context.offer('table', { kind: 'file', bytes: writeReportTable(report) });
    return {
      ended: 'complete',
      summary: { ...summariseReport(report), ...summariseKinds(report.kinds) },
    };
  },
});

/** Nothing where it is not known what the model has learned from, or that lies in other data. */
async function tellKindsApart(
  context: StepContext,
  { rows }: EvaluationReport,
): Promise<Pick<EvaluationReport, 'kinds'>> {
  if (context.step.data[LEARNED_PORT] === undefined) return {};
  const { examples } = await context.openExamples(LEARNED_PORT);
  const tested = (await context.openExamples('dataset')).examples;
  const hits = rows.map(({ predicted, label }) => (predicted === label ? 1 : 0));
  return { kinds: countKindsApart(tested, hits, examples) };
}

/** Checked before the run too; a report against other classes would be silently wrong. */
function checkSameClasses(labels: readonly string[], classes: readonly string[]): void {
  if (labels.length === classes.length && labels.every((name, at) => name === classes[at])) return;
  throw new UserError({
    code: 'evaluate.classes-differ',
    message: `The model answers with ${String(labels.length)} classes (${labels.slice(0, 3).join(', ')} ...), the data has ${String(classes.length)} (${classes.slice(0, 3).join(', ')} ...). Add a head for these classes.`,
  });
}
