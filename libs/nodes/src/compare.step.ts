import { UserError } from '@graft/errors';
import { compareReports } from './compare-reports';
import { compareNode } from './compare.node';
import { defineStep, type StepContext } from './define-step';
import { readReport, type EvaluationReport } from './make-report';

/** Compares the reports at port `reports`. Output `report`, of the format `graft.comparison/1`. */
export const compareStep = defineStep({
  kind: 'compare',
  async run(context) {
    const params = compareNode.params.parse(context.step.params);
    const reports: EvaluationReport[] = [];
    for (const [index] of context.wired('reports').entries()) {
      reports.push(await readWired(context, index));
    }
    const comparison = compareReports(reports, params);
    await context.offer('report', { kind: 'report', bytes: JSON.stringify(comparison) });
    const best = comparison.entries[comparison.best];
    return {
      ended: 'complete',
      summary: {
        reports: reports.length,
        best: best?.name ?? '',
        accuracy: best?.accuracy ?? 0,
        low: best?.interval.low ?? 0,
        high: best?.interval.high ?? 1,
        examples: best?.examples ?? 0,
        outcome:
          comparison.verdicts.find(({ entry }) => entry === comparison.best)?.outcome ?? null,
        sentence: comparison.sentence,
      },
    };
  },
});

async function readWired(context: StepContext, index: number): Promise<EvaluationReport> {
  const wired = context.wired('reports')[index];
  const artifact = wired?.outputs.artifacts[wired.output];
  const bytes = await context.readArtifact(artifact?.digest ?? '');
  const report = readReport(bytes);
  if (report !== null) return report;
  throw new UserError({
    code: 'compare.not-a-report',
    message: `Report ${String(index + 1)} is a comparison itself. Wire reports of Evaluate or Cross-validate.`,
  });
}
