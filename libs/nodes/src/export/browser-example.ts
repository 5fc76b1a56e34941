import type { ImageInput } from '../define-step';
import type { ExportFormat } from '@graft/model';

/** Where the page takes its library from. */
export const BROWSER_LIBRARIES = {
  onnx: 'https://cdn.jsdelivr.net/npm/onnxruntime-web@1.30.0/dist/ort.min.js',
  tfjs: 'https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/dist/tf.min.js',
} as const;

/** A page that classifies a chosen picture; null for a format that browsers can't read. */
export function writeBrowserExample(format: ExportFormat, input: ImageInput): string | null {
  if (format === 'keras') return null;
  const body = format === 'onnx' ? onnxBody() : tfjsBody(input);
  return `<!doctype html>
<!-- Serve this folder and open the page: npx serve . -->
<meta charset="utf-8" />
<title>Classify a picture</title>
<input id="picture" type="file" accept="image/*" aria-label="Picture" disabled />
<pre id="answer"></pre>
<script src="${BROWSER_LIBRARIES[format]}"></script>
<script type="module">
${body}
const labels = await (await fetch('labels.json')).json();
${input.channels === 1 ? TO_GREY : ''}
/** Pixels as the model was trained on: upright, on white, ${input.channels === 3 ? 'RGB' : 'grey'}, 8 bits. */
async function readPixels(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint8Array((data.length / 4) * ${String(input.channels)});
  for (let from = 0, to = 0; from < data.length; from += 4) {
${input.channels === 3 ? COPY_RGB : COPY_GREY}
  }
  return { data: pixels, shape: [1, canvas.height, canvas.width, ${String(input.channels)}] };
}

const picture = document.querySelector('#picture');
picture.addEventListener('change', async ({ target }) => {
  const probabilities = await classify(await readPixels(target.files[0]));
  const top = labels
    .map((label, index) => ({ label, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability);
  document.querySelector('#answer').textContent = JSON.stringify(top, null, 2);
});
picture.disabled = false;
</script>
`;
}

const COPY_RGB = `    for (let channel = 0; channel < 3; channel++) pixels[to++] = data[from + channel];`;
const COPY_GREY = `    pixels[to++] = toGrey(data[from], data[from + 1], data[from + 2]);`;

const TO_GREY = `
/** How bright the light of a pixel is, stored as its colours are (sRGB). */
function toGrey(...colours) {
  const [red, green, blue] = colours.map((colour) => {
    const share = colour / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const stored = grey <= 0.0031308 ? 12.92 * grey : 1.055 * grey ** (1 / 2.4) - 0.055;
  return Math.round(255 * stored);
}
`;

function onnxBody(): string {
  return `const session = await ort.InferenceSession.create('model.onnx');

/** Resizing and normalisation are part of the model. */
async function classify({ data, shape }) {
  const outputs = await session.run({ pictures: new ort.Tensor('uint8', data, shape) });
  return outputs[session.outputNames[0]].data;
}
`;
}

function tfjsBody({ height, width, mean, scale }: ImageInput): string {
  return `const model = await tf.loadLayersModel('model.json');

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
