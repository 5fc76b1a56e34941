import type { ImageInput } from '../define-step';
import type { ExportFormat } from '@graft/model';

/** A program for Python that classifies pictures; null for a format that Python can't read. */
export function writePythonExample(format: ExportFormat, input: ImageInput): string | null {
  if (format === 'tfjs') return null;
  const { packages, body } = format === 'onnx' ? onnxBody() : kerasBody(input);
  const grey = input.channels === 1;
  const pixels = 'np.asarray(flat.convert("RGB"))';
  return `# pip install ${packages}
# python predict.py picture.png ...
import json
import os
import sys

import numpy as np
from PIL import Image, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
${body}
${grey ? `${PYTHON_GREY}\n\n` : ''}
def read_pixels(path):
    """Pixels as the model was trained on: upright, on white, ${grey ? 'grey' : 'RGB'}, 8 bits."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(white, picture)
    return ${grey ? `to_grey(${pixels}).astype("uint8")[np.newaxis, :, :, np.newaxis]` : `${pixels}[np.newaxis]`}


with open(os.path.join(HERE, "labels.json"), encoding="utf-8") as file:
    labels = json.load(file)

for path in sys.argv[1:]:
    probabilities = classify(read_pixels(path))
    order = np.argsort(-probabilities)
    top = [{"label": labels[i], "probability": float(probabilities[i])} for i in order]
    print(json.dumps({"file": path, "top": top}))
`;
}

/** Brightness as Graft's decoder (libvips) has it: Python's Pillow weighs the stored values instead. */
export const PYTHON_GREY = `
def to_grey(pixels):
    """How bright the light of each pixel is, stored as its colours are (sRGB)."""
    share = pixels / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    grey = light @ np.array([0.2126, 0.7152, 0.0722])
    stored = np.where(grey <= 0.0031308, 12.92 * grey, 1.055 * grey ** (1 / 2.4) - 0.055)
    return np.round(255 * stored)`.trimStart();

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
    prepared = (keras.ops.convert_to_numpy(resized) - ${String(mean)}) / ${String(scale)}
    return model.predict(prepared, verbose=0)[0]

`,
  };
}
