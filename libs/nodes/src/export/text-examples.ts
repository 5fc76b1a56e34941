import { BROWSER_LIBRARIES } from './browser-example';
import { NODE_PACKAGES, readLayersModel } from './node-example';

/** Splits texts as the model was trained on, in JavaScript. */
function writeReading(length: number): string {
  return `
const numbers = new Map(vocabulary.map((word, index) => [word, index + 1]));

/** Numbers of the words that the model knows, from 1 on, cut or filled with 0 to ${String(length)}. */
function readText(text) {
  const words = text.normalize('NFKC').toLowerCase().match(/[\\p{L}\\p{M}\\p{N}]+/gu) ?? [];
  const row = words.flatMap((word) => numbers.get(word) ?? []).slice(0, ${String(length)});
  return [...row, ...new Array(${String(length)} - row.length).fill(0)];
}

function classify(text) {
  return tf.tidy(() => model.predict(tf.tensor2d([readText(text)])).dataSync());
}

function rank(probabilities) {
  return labels
    .map((label, index) => ({ label, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability);
}
`;
}

/** A program for Node that classifies texts with a TensorFlow.js layers model. */
export function writeNodeTextExample(length: number): string {
  return `// npm install ${NODE_PACKAGES.tfjs.split(' ')[0] ?? ''}
// node predict.mjs "a text" ...
import { readFile } from 'node:fs/promises';
${readLayersModel()}
const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
const labels = await read('labels.json');
const vocabulary = await read('vocabulary.json');
${writeReading(length)}
for (const text of process.argv.slice(2)) {
  console.log(JSON.stringify({ text, top: rank(classify(text)) }));
}
`;
}

/** A page that classifies what is typed. */
export function writeBrowserTextExample(length: number): string {
  return `<!doctype html>
<!-- Serve this folder and open the page: npx serve . -->
<meta charset="utf-8" />
<title>Classify a text</title>
<input id="text" aria-label="Text" disabled />
<pre id="answer"></pre>
<script src="${BROWSER_LIBRARIES.tfjs}"></script>
<script type="module">
const read = async (name) => (await fetch(name)).json();
const model = await tf.loadLayersModel('model.json');
const labels = await read('labels.json');
const vocabulary = await read('vocabulary.json');
${writeReading(length)}
const input = document.querySelector('#text');
input.addEventListener('input', ({ target }) => {
  document.querySelector('#answer').textContent = JSON.stringify(rank(classify(target.value)), null, 2);
});
input.disabled = false;
</script>
`;
}

/** A program for Python that classifies texts with a Keras model. */
export function writePythonTextExample(length: number): string {
  return `# pip install keras numpy, and one of tensorflow, torch, jax
# python predict.py "a text" ...
import json
import os
import sys
import unicodedata

import keras
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


model = keras.saving.load_model(os.path.join(HERE, "model.keras"), compile=False)
labels = read("labels.json")
numbers = {word: number for number, word in enumerate(read("vocabulary.json"), start=1)}


def read_text(text):
    """Numbers of the words that the model knows, from 1 on, cut or filled with 0 to ${String(length)}."""
    text = unicodedata.normalize("NFKC", text).lower()
    plain = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    known = [numbers[word] for word in plain.split(" ") if word in numbers][:${String(length)}]
    return known + [0] * (${String(length)} - len(known))


for text in sys.argv[1:]:
    row = np.asarray([read_text(text)], dtype="float32")
    probabilities = model.predict(row, verbose=0)[0]
    order = np.argsort(-probabilities)
    top = [{"label": labels[i], "probability": float(probabilities[i])} for i in order]
    print(json.dumps({"text": text, "top": top}))
`;
}
