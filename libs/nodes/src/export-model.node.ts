import { defineNode } from '@graft/graph';
import {
  collectAncestors,
  EXPORT_FORMATS,
  findLayerClass,
  findUnwritable,
  type ExportFormat,
  type ModelSummary,
} from '@graft/model';
import { z } from 'zod';
import { checkTrained } from './check-model';
import { FORMAT_TITLES } from './export/format-titles';

const LIMIT_SECONDS = 3600;

const params = z.strictObject({
  format: z.enum(EXPORT_FORMATS).default('onnx'),
  float16: z.boolean().default(false),
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,63}$/,
      'a name is up to 64 lower-case letters, digits, ".", "_" or "-", and starts with a letter or digit',
    )
    .default('my-model'),
});

export const exportModelNode = defineNode({
  kind: 'export-model',
  version: 1,
  group: 'deliver',
  title: 'Export model',
  summary: 'Writes the model as files for use elsewhere.',
  docs: `Makes a zip with the model, a model card, the names of the classes, how pictures or texts are
prepared, and programs for Node, the browser and Python that use it.

**When**: the model shall run outside of Graft: on a web page, in an app, in a notebook.

**Typical**: ONNX for servers and apps, with resizing and normalisation inside the model; TensorFlow.js
for web pages; Keras for going on in Python. Half precision makes the file half as large and changes
probabilities in the third decimal. A model for texts goes as TensorFlow.js or Keras, with its words as a
file; as ONNX it is refused.`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    report: { type: 'report', title: 'Report', optional: true },
  },
  outputs: { file: { type: 'file', title: 'Zip' } },
  params,
  fields: {
    format: { title: 'Format', help: 'onnx, tfjs (TensorFlow.js layers model) or keras (.keras).' },
    float16: { title: 'Half precision', help: 'Weights of 16 instead of 32 bits.', advanced: true },
    name: { title: 'Name', help: 'What the model is called in its card.' },
  },
  check({ model }, { format }, { nodeId }) {
    if (model.spec.input.kind === 'vector') {
      return [
        {
          code: 'no-pictures',
          port: 'model',
          message: 'Only models that read pictures or texts can be exported. Wire one here.',
        },
      ];
    }
    const reason = findObstacle(model.spec, format);
    const other = EXPORT_FORMATS.find((each) => findObstacle(model.spec, each) === null);
    const fix =
      other === undefined
        ? {}
        : {
            fix: {
              title: `Export as ${FORMAT_TITLES[other]}`,
              setParams: [{ nodeId, params: { format: other } }],
            },
          };
    return [
      ...(reason === null
        ? []
        : [
            {
              code: 'unsupported-layer',
              field: 'format',
              message: `${FORMAT_TITLES[format]} can't hold this model: ${reason}. Choose another format.`,
              ...fix,
            },
          ]),
      ...checkTrained(model),
    ];
  },
  infer({ model }, { format, float16 }, { nodeId }) {
    const half = float16 ? ', half precision' : '';
    return {
      file: {
        type: 'file',
        source: { step: nodeId, output: 'file' },
        text: `${model.name} as ${FORMAT_TITLES[format]}${half}`,
      },
    };
  },
  step: {
    implementation: 1,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
  },
});

function findObstacle(spec: ModelSummary['spec'], format: ExportFormat): string | null {
  if (format === 'onnx') {
    const leading = collectAncestors(spec, [spec.output]);
    const lacking = spec.layers.find(
      (layer) => leading.has(layer.name) && findLayerClass(layer.class)?.onnx !== true,
    );
    return lacking ? `it has no ${lacking.class} layer` : null;
  }
  const found = findUnwritable(spec, format === 'tfjs' ? 'tfjs' : 'keras-3');
  return found && `layer "${found.layer}": ${found.lacks}`;
}
