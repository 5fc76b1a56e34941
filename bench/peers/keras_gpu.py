"""The same work in Keras on JAX, for machines whose GPU JAX can use: pictures in a folder, a base, a head.

    keras_gpu.py BASE FOLDER CASE

FOLDER holds pictures/<row>.png and data.json (classes, labels), CASE is a JSON file:
  parts      row numbers of train, validation and test
  epochs, learningRate
  all        everything trains from the first epoch on; else the base is frozen
  second     two phases: {epochs, learningRate, trainable: names of layers}
Batch normalisation keeps its statistics. Prints JSON: seconds of each epoch, accuracy on the test part.
"""

import concurrent.futures
import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras_model import EpochTimes, build_base, compile_model  # noqa: E402
from PIL import Image  # noqa: E402

SIZE = (224, 224)


def read_pictures(folder, rows):
    """All pictures of a part at full size as uint8, decoded in threads."""
    decode = lambda row: np.asarray(Image.open(folder / "pictures" / f"{row}.png").convert("RGB"))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return np.stack(list(pool.map(decode, rows)))


def build_model(base_folder, shape, classes):
    base = build_base(base_folder)
    features = keras.Model(base.input, base.get_layer("avg_pool").output)
    image = keras.Input(shape, dtype="uint8")
    x = keras.layers.Resizing(*SIZE)(keras.layers.Rescaling(1 / 128, -127 / 128)(image))
    x = keras.layers.Dropout(0.2)(features(x, training=False))
    return features, keras.Model(image, keras.layers.Dense(classes, activation="softmax")(x))


def main(base_folder, folder, case_file):
    keras.utils.set_random_seed(1)
    folder = pathlib.Path(folder)
    case = json.loads(pathlib.Path(case_file).read_text())
    data = json.loads((folder / "data.json").read_text())
    labels = np.array(data["labels"])
    parts = {name: (read_pictures(folder, rows), labels[rows]) for name, rows in case["parts"].items()}
    features, model = build_model(base_folder, parts["train"][0].shape[1:], len(data["classes"]))
    features.trainable = bool(case["all"])
    times = EpochTimes()
    fit = lambda epochs: model.fit(
        *parts["train"],
        validation_data=parts["validation"],
        epochs=epochs,
        batch_size=32,
        verbose=0,
        callbacks=[times],
    )
    compile_model(model, case["learningRate"])
    fit(case["epochs"])
    if case.get("second"):
        second = case["second"]
        features.trainable = True
        for layer in features.layers:
            layer.trainable = layer.name in second["trainable"]
        compile_model(model, second["learningRate"])
        fit(second["epochs"])
    accuracy = model.evaluate(*parts["test"], batch_size=32, verbose=0)[1]
    print(json.dumps({"epochs": times.seconds, "accuracy": float(accuracy)}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
