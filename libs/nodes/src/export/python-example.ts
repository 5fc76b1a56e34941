import type { ImageInput } from '../define-step';
import type { ExportFormat } from '@graft/model';

/** A program for Python that classifies pictures; null for a format that Python can't read. */
export function writePythonExample(format: ExportFormat, input: ImageInput): string | null {
  if (format === 'tfjs') return null;
  const { packages, body } = format === 'onnx' ? onnxBody() : kerasBody(input);
  const mode = input.channels === 3 ? 'RGB' : 'L';
  const shape = input.channels === 3 ? '[np.newaxis]' : '[np.newaxis, :, :, np.newaxis]';
  return `# pip install ${packages}
# python predict.py picture.png ...
import json
import os
import sys

import numpy as np
from PIL import Image, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
${body}

def read_pixels(path):
    """Pixels as the model was trained on: upright, on white, ${input.channels === 3 ? 'RGB' : 'grey'}, 8 bits."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(white, picture).convert("${mode}")
    return np.asarray(flat, dtype=np.uint8)${shape}


with open(os.path.join(HERE, "labels.json"), encoding="utf-8") as file:
    labels = json.load(file)

for path in sys.argv[1:]:
    probabilities = classify(read_pixels(path))
    order = np.argsort(-probabilities)
    top = [{"label": labels[i], "probability": float(probabilities[i])} for i in order]
    print(json.dumps({"file": path, "top": top}))
`;
}

function onnxBody() {
  return {
    packages: 'onnxruntime numpy pillow',
    body: `import onnxruntime

session = onnxruntime.InferenceSession(
    os.path.join(HERE, "model.onnx"), providers=["CPUExecutionProvider"]
)


def classify(pixels):
    """Resizing and normalisation are part of the model."""
    return session.run(None, {"pictures": pixels})[0][0]

`,
  };
}

function kerasBody({ height, width, mean, scale }: ImageInput) {
  return {
    packages: 'keras numpy pillow, and one of tensorflow, torch, jax',
    body: `import keras

model = keras.saving.load_model(os.path.join(HERE, "model.keras"), compile=False)


def classify(pixels):
    """Bilinear with half-pixel centres, then (value - ${String(mean)}) / ${String(scale)}."""
    resized = keras.ops.image.resize(
        pixels.astype("float32"), (${String(height)}, ${String(width)}), interpolation="bilinear", antialias=False
    )
    prepared = (resized - ${String(mean)}) / ${String(scale)}
    return keras.ops.convert_to_numpy(model(prepared, training=False))[0]

`,
  };
}
