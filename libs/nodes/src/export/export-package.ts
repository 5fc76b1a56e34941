import type { JsonObject } from '@graft/graph';
import { UserError } from '@graft/errors';
import { canExport, exportLayersModel, exportOnnx, type WeightMap } from '@graft/ml';
import type { ExportFormat, ModelSpec } from '@graft/model';
import type { EvaluationReport } from '../make-report';
import type { ExportFacts } from './export-facts';
import { FORMAT_TITLES } from './format-titles';
import { exportKeras } from './keras-file';
import { writeModelCard } from './model-card';
import { describeUse } from './describe-use';
import { zipFiles } from './zip-files';

export interface ExportRequest {
  readonly spec: ModelSpec;
  /** The list of words of a model for texts. */
  readonly vocabulary: Uint8Array | null;
  readonly weights: WeightMap;
  readonly facts: ExportFacts;
  readonly report: EvaluationReport | null;
  readonly format: ExportFormat;
  readonly float16: boolean;
}

/**
 * A zip with the model, its card, its labels, how pictures or texts are prepared, and programs that use it.
 * The same request gives the same bytes.
 * @throws UserError `export.unsupported_layer`
 */
export async function packExport(request: ExportRequest): Promise<Uint8Array> {
  const { spec, facts, format, vocabulary } = request;
  const { preparation, programs } = describeUse(spec.input, format);
  const files = new Map<string, Uint8Array>();
  const add = (name: string, content: string) => {
    files.set(name, new TextEncoder().encode(content));
  };
  add('README.md', writeReadme(request));
  add('MODEL_CARD.md', writeModelCard(request));
  for (const [name, bytes] of await writeModel(request)) files.set(name, bytes);
  add('labels.json', toText(spec.labels ?? []));
  if (vocabulary !== null) files.set('vocabulary.json', vocabulary);
  add('preprocessing.json', toText(preparation));
  for (const { file, content } of programs) add(file, content);
  add('graft.json', toText(makeMetadata(facts)));
  return zipFiles(files);
}

async function writeModel(request: ExportRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const { spec, weights, facts, format, float16 } = request;
  const metadata = makeMetadata(facts);
  switch (format) {
    case 'tfjs':
      return exportLayersModel(spec, weights, { float16, metadata: { graft: metadata } });
    case 'keras':
      return new Map([['model.keras', await exportKeras(spec, weights, { float16, metadata })]]);
    case 'onnx': {
      requireOnnx(spec);
      const labelled = { graft: JSON.stringify(metadata), labels: JSON.stringify(spec.labels) };
      const options = { input: 'pixels-uint8', float16, metadata: labelled } as const;
      return new Map([['model.onnx', exportOnnx(spec, weights, options)]]);
    }
  }
}

/** @throws UserError `export.unsupported_layer` */
function requireOnnx(spec: ModelSpec): void {
  const verdict = canExport(spec);
  if (verdict.ok) return;
  throw new UserError({
    code: 'export.unsupported_layer',
    message: `This model can't be written as ONNX: its layer ${verdict.missing} is not among those that are. Export as TensorFlow.js or Keras instead.`,
    details: { layer: verdict.missing },
  });
}

/** What finds the pipeline again: graph and run ride in every file. */
export function makeMetadata({ name, version, runId, graph }: ExportFacts): JsonObject {
  return { format: 'graft.export/1', name, version, runId, graph };
}

function writeReadme({ spec, facts, format }: ExportRequest): string {
  const { prepared, programs } = describeUse(spec.input, format);
  const rows = programs.map(({ file, use }) => row(file, use)).join('');
  const words =
    spec.input.kind === 'tokens' ? row('vocabulary.json', 'the words it knows, from 1 on') : '';
  return `# ${facts.name}: ${FORMAT_TITLES[format]}

${prepared}

| file | use |
| --- | --- |
${row('MODEL_CARD.md', 'what the model is, how well it does, where it ends')}${rows}${row('labels.json', 'names of the classes in the order of the output')}${words}${row('graft.json', 'the pipeline that made it: drop this zip on the canvas of Graft')}`;
}

function row(file: string, use: string): string {
  return `| ${file} | ${use} |\n`;
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
