"""Digits in Keras: the small CNN that Graft drew, trained on one half of the digits, then, frozen
and with a new head, on the other half.

    keras_digits.py FOLDER CASE     FOLDER as in keras_transfer.py

CASE holds epochs, batchSize, learningRate, and for each phase the specification of the model
(layers with class and configuration) and its rows; test rows; firstLabel of the second phase.
"""

import json
import pathlib
import re
import sys

import keras
import tensorflow as tf
from keras_model import KEPT, LAYERS

MORE = {
    "Flatten": keras.layers.Flatten,
    "MaxPooling2D": keras.layers.MaxPooling2D,
    "AveragePooling2D": keras.layers.AveragePooling2D,
    "GlobalMaxPooling2D": keras.layers.GlobalMaxPooling2D,
    "Activation": keras.layers.Activation,
}


def snake(name):
    return re.sub(r"([A-Z])", lambda match: "_" + match.group(1).lower(), name)


def make_layer(layer):
    kept = KEPT | {"pool_size", "activation"}
    settings = {snake(key): value for key, value in layer["config"].items()}
    settings = {key: value for key, value in settings.items() if key in kept}
    return {**LAYERS, **MORE}[layer["class"]](**settings, name=layer["name"])


def build(spec, known):
    """Layers of an earlier phase are taken over, with what they learned."""
    tensors, image = {}, None
    for layer in spec["layers"]:
        if layer["class"] == "InputLayer":
            image = keras.Input(layer["config"]["shape"])
            tensors[layer["name"]] = image
            continue
        made = known.get(layer["name"]) if not layer["trainable"] else None
        made = made or make_layer(layer)
        made.trainable = layer["trainable"]
        known[layer["name"]] = made
        inputs = [tensors[name] for name in layer["inbound"]]
        tensors[layer["name"]] = made(inputs if len(inputs) > 1 else inputs[0])
    return keras.Model(image, tensors[spec["output"]])


def read_dataset(folder, labels, rows, first, spec, batch, shuffle):
    paths = [str(folder / "pictures" / f"{row}.png") for row in rows]
    size, mean, scale = (spec["input"][key] for key in ("height", "mean", "scale"))

    def decode(path, label):
        picture = tf.io.decode_png(tf.io.read_file(path), spec["input"]["channels"])
        return (tf.image.resize(picture, (size, size)) - mean) / scale, label

    data = tf.data.Dataset.from_tensor_slices((paths, [labels[row] - first for row in rows]))
    data = data.map(decode, num_parallel_calls=tf.data.AUTOTUNE).cache()
    if shuffle:
        data = data.shuffle(len(rows), seed=1)
    return data.batch(batch).prefetch(tf.data.AUTOTUNE)


def main(folder, case_file):
    keras.utils.set_random_seed(1)
    folder = pathlib.Path(folder)
    case = json.loads(pathlib.Path(case_file).read_text())
    labels = json.loads((folder / "data.json").read_text())["labels"]
    known, model, spec = {}, None, None
    for phase, first in zip(case["phases"], (0, case["firstLabel"])):
        spec = phase["spec"]
        model = build(spec, known)
        model.compile(
            optimizer=keras.optimizers.Adam(case["learningRate"]),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        read = lambda rows, shuffle: read_dataset(
            folder, labels, rows, first, spec, case["batchSize"], shuffle
        )
        model.fit(
            read(phase["parts"]["train"], True),
            validation_data=read(phase["parts"]["validation"], False),
            epochs=case["epochs"],
            verbose=0,
        )
    test = read_dataset(
        folder, labels, case["test"], case["firstLabel"], spec, case["batchSize"], False
    )
    print(json.dumps({"accuracy": model.evaluate(test, verbose=0)[1]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
