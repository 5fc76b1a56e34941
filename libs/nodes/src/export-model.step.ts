import { z } from 'zod';
import { collectAncestors, FILE_FORMATS, type ModelSpec } from '@graft/model';
import { defineStep, type StepContext } from './define-step';
import { exportFactsSchema } from './export/export-facts';
import { packExport } from './export/export-package';
import { packWords } from './export/word-files';
import type { EvaluationReport } from './make-report';

const paramsSchema = z.looseObject({
  format: z.enum(FILE_FORMATS),
  float16: z.boolean(),
  name: z.string().min(1),
  /** Given by whoever knows more of the model than its layers: the API does for registered ones. */
  facts: exportFactsSchema.optional(),
});

/** Writes the model at port `model` as a zip of one format. Output `file`. */
export const exportModelStep = defineStep({
  kind: 'export-model',
  async run(context) {
    const { format, float16, name, facts } = paramsSchema.parse(context.step.params);
    const spec = context.spec('model');
    const bytes =
      format === 'words'
        ? await packWords(context, spec, name)
        : await packExport({
            ...{ spec, format, float16 },
            vocabulary:
              spec.input.kind === 'tokens'
                ? await context.readArtifact(spec.input.vocabulary)
                : null,
            weights: await context.loadWeights(listLeadingWeights(spec)),
            facts: facts ?? exportFactsSchema.parse({ name }),
            report: await readReport(context),
          });
    await context.offer('file', { kind: 'file', bytes });
    return { ended: 'complete', summary: { format, float16, bytes: bytes.length } };
  },
});

function listLeadingWeights(spec: ModelSpec): ModelSpec['layers'][number]['weights'] {
  const leading = collectAncestors(spec, [spec.output]);
  return spec.layers.filter(({ name }) => leading.has(name)).flatMap(({ weights }) => weights);
}

async function readReport(context: StepContext): Promise<EvaluationReport | null> {
  const digest = context.wired('report')[0]?.outputs.artifacts['report']?.digest;
  if (digest === undefined) return null;
  const text = new TextDecoder().decode(await context.readArtifact(digest));
  return JSON.parse(text) as EvaluationReport;
}
