"""Trains the head of a frozen base in Keras from the very pixels, weights and batches Graft used.

Reads a folder that bench/keras-parity/run.ts wrote:
  case.json         classes, learning rate, batches (lists of row numbers), test rows
  data.safetensors  pixels (uint8, N x H x W x 3), labels (int32), head kernel and bias
Writes keras.safetensors: losses per step, head after the last step, test probabilities.
"""

import json
import pathlib
import sys

import keras
import numpy as np
import tensorflow as tf
from keras_model import build_base
from safetensors.numpy import load_file, save_file


def main(base_folder, folder):
    folder = pathlib.Path(folder)
    case = json.loads((folder / "case.json").read_text())
    data = load_file(folder / "data.safetensors")
    base = build_base(base_folder)
    features = keras.Model(base.input, base.get_layer("avg_pool").output)
    features.trainable = False
    image = keras.Input(base.input.shape[1:])
    head = keras.layers.Dense(len(case["classes"]), activation="softmax")
    model = keras.Model(image, head(features(image, training=False)))
    head.set_weights([data["kernel"], data["bias"]])
    model.compile(
        optimizer=keras.optimizers.Adam(case["learningRate"], epsilon=case["epsilon"]),
        loss="sparse_categorical_crossentropy",
    )

    def read(rows):
        pixels = tf.image.resize(data["pixels"][rows].astype(np.float32), base.input.shape[1:3])
        return (pixels - 127.0) / 128.0, data["labels"][rows]

    losses = []
    for rows in case["batches"]:
        pixels, labels = read(rows)
        losses.append(float(model.train_on_batch(pixels, labels)))
        model.reset_metrics()
    test = np.concatenate(
        [
            model.predict_on_batch(read(case["testRows"][at : at + 32])[0])
            for at in range(0, len(case["testRows"]), 32)
        ]
    )
    kernel, bias = head.get_weights()
    save_file(
        {
            "losses": np.array(losses, np.float32),
            "kernel": kernel,
            "bias": bias,
            "probabilities": test.astype(np.float32),
        },
        folder / "keras.safetensors",
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
