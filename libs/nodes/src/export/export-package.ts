import type { JsonObject } from '@graft/graph';
import { exportLayersModel, exportOnnx, type WeightMap } from '@graft/ml';
import type { ExportFormat, ModelSpec } from '@graft/model';
import type { ImageInput } from '../define-step';
import type { EvaluationReport } from '../make-report';
import { writeBrowserExample } from './browser-example';
import { FORMAT_TITLES, type ExportFacts } from './export-facts';
import { exportKeras } from './keras-file';
import { writeModelCard } from './model-card';
import { NODE_PACKAGES, writeNodeExample } from './node-example';
import { writePythonExample } from './python-example';
import { zipFiles } from './zip-files';

export interface ExportRequest {
  readonly spec: ModelSpec;
  readonly input: ImageInput;
  readonly weights: WeightMap;
  readonly facts: ExportFacts;
  readonly report: EvaluationReport | null;
  readonly format: ExportFormat;
  readonly float16: boolean;
}

/**
 * A zip with the model, its card, its labels, how pictures are prepared, and programs that use it. The
 * same request gives the same bytes.
 * @throws UserError `export.unsupported_layer`
 */
export async function packExport(request: ExportRequest): Promise<Uint8Array> {
  const { spec, input, facts, format } = request;
  const files = new Map<string, Uint8Array>();
  const add = (name: string, content: string | null) => {
    if (content !== null) files.set(name, new TextEncoder().encode(content));
  };
  add('README.md', writeReadme(request));
  add('MODEL_CARD.md', writeModelCard(request));
  for (const [name, bytes] of await writeModel(request)) files.set(name, bytes);
  add('labels.json', toText(spec.labels ?? []));
  add('preprocessing.json', toText(describePreparation(input, format)));
  add('predict.mjs', writeNodeExample(format, input));
  add('predict.py', writePythonExample(format, input));
  add('browser.html', writeBrowserExample(format, input));
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
      const labelled = { graft: JSON.stringify(metadata), labels: JSON.stringify(spec.labels) };
      const options = { input: 'pixels-uint8', float16, metadata: labelled } as const;
      return new Map([['model.onnx', exportOnnx(spec, weights, options)]]);
    }
  }
}

/** What finds the pipeline again: graph and run ride in every file. */
export function makeMetadata({ name, version, runId, graph }: ExportFacts): JsonObject {
  return { format: 'graft.export/1', name, version, runId, graph };
}

function describePreparation(input: ImageInput, format: ExportFormat): JsonObject {
  const { height, width, channels, mean, scale } = input;
  return {
    insideModel: format === 'onnx',
    background: '#ffffff',
    channels,
    resize: { height, width, method: 'bilinear', centres: 'half-pixel', antialias: false },
    normalise: { mean, scale, formula: '(value - mean) / scale, values 0 to 255' },
  };
}

function writeReadme({ facts, format, input }: ExportRequest): string {
  const node =
    format === 'keras'
      ? ''
      : row('predict.mjs', `npm install ${NODE_PACKAGES[format]}; node predict.mjs picture.png`);
  const python =
    format === 'tfjs' ? '' : row('predict.py', 'see its first line; python predict.py picture.png');
  const page = format === 'keras' ? '' : row('browser.html', 'npx serve . and open the page');
  const prepared =
    format === 'onnx'
      ? 'The model takes pixels of any size (uint8, batch x height x width x channels): resizing and normalisation are part of it.'
      : `The model takes prepared pictures, batch x ${String(input.height)} x ${String(input.width)} x ${String(input.channels)}: preprocessing.json says how, and the programs do it.`;
  return `# ${facts.name}: ${FORMAT_TITLES[format]}

${prepared}

| file | use |
| --- | --- |
${row('MODEL_CARD.md', 'what the model is, how well it does, where it ends')}${node}${python}${page}${row('labels.json', 'names of the classes in the order of the output')}${row('graft.json', 'the pipeline that made it: drop this zip on the canvas of Graft')}`;
}

function row(file: string, use: string): string {
  return `| ${file} | ${use} |\n`;
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
