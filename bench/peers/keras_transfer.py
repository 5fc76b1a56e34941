"""The same work as a person does it in Keras: pictures in a folder, a base, a head.

    keras_transfer.py MODE BASE FOLDER CASE

FOLDER holds pictures/<row>.png and data.json (classes, labels), CASE is a JSON file:
  parts      row numbers of train, validation and test
  epochs, learningRate, batchSize, dropout
  second     two phases: {epochs, learningRate, trainable: names of layers}
MODE:
  fit        frozen base and head as one model, `fit`
  features   `predict` once, then `fit` of the head on the features; one result for each of `splits`
  phases     head first, then the last blocks too, batch normalisation in inference mode
  all        everything trained, batch normalisation in inference mode
  predict    `predict` of all pictures, nothing trained
Prints JSON: seconds by part of the work, and the accuracy on the test part.
"""

import json
import pathlib
import sys
import time

BEGIN = time.perf_counter()

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras_model import EpochTimes, build_base, compile_model  # noqa: E402

SIZE = (224, 224)


def read_dataset(folder, labels, rows, batch, shuffle):
    """Decoded once and kept, as `cache()` does; resized and normalised on the way."""
    paths = [str(folder / "pictures" / f"{row}.png") for row in rows]
    data = tf.data.Dataset.from_tensor_slices((paths, [labels[row] for row in rows]))
    decode = lambda path, label: (tf.io.decode_png(tf.io.read_file(path), 3), label)
    data = data.map(decode, num_parallel_calls=tf.data.AUTOTUNE).cache()
    if shuffle:
        data = data.shuffle(len(rows), seed=1, reshuffle_each_iteration=True)
    prepare = lambda picture, label: ((tf.image.resize(picture, SIZE) - 127.0) / 128.0, label)
    return data.map(prepare, num_parallel_calls=tf.data.AUTOTUNE).batch(batch).prefetch(tf.data.AUTOTUNE)


def build_features(base_folder):
    base = build_base(base_folder)
    return keras.Model(base.input, base.get_layer("avg_pool").output)


def build_model(features, classes, dropout):
    image = keras.Input(features.input.shape[1:])
    # training=False: batch normalisation keeps its statistics, whatever is unfrozen later.
    x = features(image, training=False)
    if dropout:
        x = keras.layers.Dropout(dropout)(x)
    return keras.Model(image, keras.layers.Dense(classes, activation="softmax")(x))


def open_case(folder, case):
    data = json.loads((folder / "data.json").read_text())
    parts = {
        name: read_dataset(folder, data["labels"], rows, case["batchSize"], name == "train")
        for name, rows in case.get("parts", {}).items()
    }
    return data, parts


def run_fit(base_folder, folder, case, mode):
    data, parts = open_case(folder, case)
    features = build_features(base_folder)
    features.trainable = mode == "all"
    model = build_model(features, len(data["classes"]), case["dropout"])
    compile_model(model, case["learningRate"])
    ready = time.perf_counter()
    times = EpochTimes()
    fit = lambda epochs: model.fit(
        parts["train"], validation_data=parts["validation"], epochs=epochs, verbose=0, callbacks=[times]
    )
    fit(case["epochs"])
    if mode == "phases":
        second = case["second"]
        features.trainable = True
        names = set(second["trainable"])
        for layer in features.layers:
            layer.trainable = layer.name in names
        compile_model(model, second["learningRate"])
        fit(second["epochs"])
    accuracy = model.evaluate(parts["test"], verbose=0)[1]
    end = time.perf_counter()
    return {"start": ready - BEGIN, "work": end - ready, "epochs": times.seconds, "accuracy": accuracy}


def run_features(base_folder, folder, case):
    data, _ = open_case(folder, {**case, "parts": {}})
    labels = np.array(data["labels"])
    features = build_features(base_folder)
    ready = time.perf_counter()
    pictures = read_dataset(folder, data["labels"], range(len(labels)), case["batchSize"], False)
    rows = features.predict(pictures.map(lambda x, y: x), verbose=0)
    extracted = time.perf_counter()
    accuracies = []
    for parts in case["splits"]:
        head = keras.Sequential([keras.Input(rows.shape[1:])])
        if case["dropout"]:
            head.add(keras.layers.Dropout(case["dropout"]))
        head.add(keras.layers.Dense(len(data["classes"]), activation="softmax"))
        compile_model(head, case["learningRate"])
        take = lambda name: (rows[parts[name]], labels[parts[name]])
        head.fit(
            *take("train"),
            validation_data=take("validation"),
            epochs=case["epochs"],
            batch_size=case["batchSize"],
            verbose=0,
        )
        accuracies.append(head.evaluate(*take("test"), verbose=0)[1])
    end = time.perf_counter()
    return {
        "start": ready - BEGIN,
        "work": end - ready,
        "predict": extracted - ready,
        "accuracies": accuracies,
        "accuracy": float(np.mean(accuracies)),
    }


def run_predict(base_folder, folder, case):
    data, _ = open_case(folder, {**case, "parts": {}})
    features = build_features(base_folder)
    rows = range(len(data["labels"]))
    pictures = read_dataset(folder, data["labels"], rows, case["batchSize"], False)
    features.predict(pictures.take(2).map(lambda x, y: x), verbose=0)
    seconds = []
    for _ in range(case["repeat"]):
        begin = time.perf_counter()
        features.predict(pictures.map(lambda x, y: x), verbose=0)
        seconds.append(time.perf_counter() - begin)
    return {"seconds": seconds}


def main(mode, base_folder, folder, case_file):
    keras.utils.set_random_seed(1)
    folder = pathlib.Path(folder)
    case = json.loads(pathlib.Path(case_file).read_text())
    if mode == "features":
        answer = run_features(base_folder, folder, case)
    elif mode == "predict":
        answer = run_predict(base_folder, folder, case)
    else:
        answer = run_fit(base_folder, folder, case, mode)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:5])
