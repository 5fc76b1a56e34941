"""Builds a TensorFlow.js LayersModel in Keras 3, layer by layer, as an independent reference."""

import json
import pathlib
import time

import keras
import numpy as np

LAYERS = {
    "Conv2D": keras.layers.Conv2D,
    "DepthwiseConv2D": keras.layers.DepthwiseConv2D,
    "BatchNormalization": keras.layers.BatchNormalization,
    "ReLU": keras.layers.ReLU,
    "Add": keras.layers.Add,
    "GlobalAveragePooling2D": keras.layers.GlobalAveragePooling2D,
    "Dropout": keras.layers.Dropout,
    "Dense": keras.layers.Dense,
}

# Configuration that changes what a layer computes; initialisers do not, the weights are loaded.
KEPT = {
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "dilation_rate",
    "use_bias",
    "activation",
    "depth_multiplier",
    "epsilon",
    "momentum",
    "max_value",
    "rate",
    "units",
    "name",
}


def read_weights(folder):
    """Weights by name, widened to float32."""
    manifest = json.loads((folder / "model.json").read_text())["weightsManifest"][0]
    data = (folder / manifest["paths"][0]).read_bytes()
    weights, offset = {}, 0
    for entry in manifest["weights"]:
        dtype = np.dtype(entry.get("quantization", {}).get("dtype", entry["dtype"]))
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(data, dtype, count, offset).reshape(entry["shape"])
        weights[entry["name"]] = values.astype(np.float32)
        offset += count * dtype.itemsize
    return weights


def name_weight(layer, weight):
    """Keras 3 calls the depthwise kernel `kernel`; the file calls it `depthwise_kernel`."""
    is_depthwise = isinstance(layer, keras.layers.DepthwiseConv2D)
    role = "depthwise_kernel" if is_depthwise and weight.name == "kernel" else weight.name
    return f"{layer.name}/{role}"


def build_base(folder):
    """The whole base as a Keras functional model, weights loaded."""
    folder = pathlib.Path(folder)
    config = json.loads((folder / "model.json").read_text())["modelTopology"]["config"]
    tensors, image = {}, None
    for layer in config["layers"]:
        name, inbound = layer["name"], layer["inbound_nodes"]
        if layer["class_name"] == "InputLayer":
            image = keras.Input(layer["config"]["batch_input_shape"][1:], name=name)
            tensors[name] = image
            continue
        settings = {key: value for key, value in layer["config"].items() if key in KEPT}
        inputs = [tensors[each[0]] for each in inbound[0]]
        made = LAYERS[layer["class_name"]](**settings)
        tensors[name] = made(inputs if len(inputs) > 1 else inputs[0])
    model = keras.Model(image, tensors[config["output_layers"][0][0]])
    weights = read_weights(folder)
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([weights[name_weight(layer, each)] for each in layer.weights])
    return model


def compile_model(model, rate):
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )


class EpochTimes(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.begin = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.begin)
