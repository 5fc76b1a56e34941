import type { ImageInput } from '../define-step';
import type { ExportFormat } from '@graft/model';

/** Packages that the Node example needs, as `npm install` takes them. */
export const NODE_PACKAGES: Readonly<Record<'onnx' | 'tfjs', string>> = {
  onnx: 'onnxruntime-node sharp',
  tfjs: '@tensorflow/tfjs sharp',
};

/** A program for Node that classifies pictures; null for a format that Node can't read. */
export function writeNodeExample(format: ExportFormat, input: ImageInput): string | null {
  if (format === 'keras') return null;
  const body = format === 'onnx' ? onnxBody() : tfjsBody(input);
  return `// npm install ${NODE_PACKAGES[format]}
// node predict.mjs picture.png ...
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
${body}
const labels = JSON.parse(await readFile(new URL('labels.json', import.meta.url), 'utf8'));

/** Pixels as the model was trained on: upright, on white, ${input.channels === 3 ? 'RGB' : 'grey'}, 8 bits. */
async function readPixels(path) {
  const upright = sharp(path).autoOrient().flatten({ background: '#ffffff' });
  const coloured = ${input.channels === 3 ? "upright.toColourspace('srgb')" : "upright.greyscale().toColourspace('b-w')"};
  const { data, info } = await coloured.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, shape: [1, info.height, info.width, info.channels] };
}

for (const file of process.argv.slice(2)) {
  const probabilities = await classify(await readPixels(file));
  const top = labels
    .map((label, index) => ({ label, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability);
  console.log(JSON.stringify({ file, top }));
}
`;
}

function onnxBody(): string {
  return `import * as ort from 'onnxruntime-node';

const session = await ort.InferenceSession.create(
  await readFile(new URL('model.onnx', import.meta.url)),
);

/** Resizing and normalisation are part of the model. */
async function classify({ data, shape }) {
  const pictures = new ort.Tensor('uint8', new Uint8Array(data), shape);
  const outputs = await session.run({ pictures });
  return outputs[session.outputNames[0]].data;
}
`;
}

/** Opens the files of a layers model beside the program as `model`. */
export function readLayersModel(): string {
  return `import * as tf from '@tensorflow/tfjs';

const description = JSON.parse(await readFile(new URL('model.json', import.meta.url), 'utf8'));
const weights = await readFile(new URL('weights.bin', import.meta.url));
const model = await tf.loadLayersModel(
  tf.io.fromMemory({
    modelTopology: description.modelTopology,
    weightSpecs: description.weightsManifest[0].weights,
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
  }),
);`;
}

function tfjsBody({ height, width, mean, scale }: ImageInput): string {
  return `${readLayersModel()}

/** Bilinear with half-pixel centres, then (value - ${String(mean)}) / ${String(scale)}. */
function classify({ data, shape }) {
  return tf.tidy(() => {
    const pixels = tf.tensor4d(new Int32Array(data), shape, 'int32').toFloat();
    const resized = tf.image.resizeBilinear(pixels, [${String(height)}, ${String(width)}], false, true);
    return model.predict(resized.sub(${String(mean)}).div(${String(scale)})).dataSync();
  });
}
`;
}
