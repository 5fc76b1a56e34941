"""onnxruntime's own static quantisation, as the reference for Graft's.

    quantise.py observe FOLDER {shape, lows, highs}   runs observed.onnx on the calibration pictures
    quantise.py compare FOLDER {shape}                quantises float.onnx, compares with int8.onnx
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)

CALIBRATION = 128
TESTED = 128
BATCH = 8


def read_pictures(folder, shape):
    pixels = np.fromfile(folder / "pixels.bin", np.uint8).reshape(shape)
    order = np.random.default_rng(1).permutation(len(pixels))
    return pixels[order[:CALIBRATION]], pixels[order[CALIBRATION : CALIBRATION + TESTED]]


def batches(pictures):
    return [pictures[at : at + BATCH] for at in range(0, len(pictures), BATCH)]


def run(path, pictures, outputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return [session.run(outputs, {"pictures": batch}) for batch in batches(pictures)]


class Reader(CalibrationDataReader):
    def __init__(self, pictures):
        self.feeds = iter([{"pictures": batch} for batch in batches(pictures)])

    def get_next(self):
        return next(self.feeds, None)


def observe(folder, shape, lows, highs):
    seen = run(folder / "observed.onnx", read_pictures(folder, shape)[0], [lows, highs])
    low = np.min([each[0] for each in seen], axis=0)
    high = np.max([each[1] for each in seen], axis=0)
    return {"lows": low.tolist(), "highs": high.tolist()}


def constants(model):
    return {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}


def activations(model, ending):
    """Scale and zero point of every feature map that is held as uint8, by its name in float.onnx."""
    known = constants(model)
    return {
        node.output[0].removesuffix(ending): (
            float(known[node.input[1]]),
            int(known[node.input[2]]),
        )
        for node in model.graph.node
        if node.op_type == "QuantizeLinear"
    }


def kernels(model):
    """Scales of the kernel of every convolution, in order."""
    known = constants(model)
    makers = {node.output[0]: node for node in model.graph.node}
    converts = [makers[node.input[1]] for node in model.graph.node if node.op_type == "Conv"]
    return [known[node.input[1]] for node in converts]


def is_alive(model):
    """Channels of every convolution whose kernel is more than nothing next to the layer's largest."""
    known = constants(model)
    sizes = [
        np.abs(known[node.input[1]]).max(axis=(1, 2, 3))
        for node in model.graph.node
        if node.op_type == "Conv"
    ]
    return [size > 1e-5 * size.max() for size in sizes]


def cosine(left, right):
    products = np.sum(left * right, axis=1)
    return float(np.mean(products / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)))


def compare(folder, shape):
    calibration, tested = read_pictures(folder, shape)
    theirs_path = folder / "theirs.onnx"
    quantize_static(
        str(folder / "float.onnx"),
        str(theirs_path),
        Reader(calibration),
        quant_format=QuantFormat.QDQ,
        # Without Clip it rounds both before and behind a rectifier, which we never do.
        op_types_to_quantize=["Conv", "Add", "Clip"],
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax,
        extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
    )
    ours, theirs = onnx.load(folder / "int8.onnx"), onnx.load(theirs_path)
    own = activations(ours, "/uint8")
    other = activations(theirs, "_QuantizeLinear_Output")
    if own.keys() - other.keys():
        raise SystemExit(f"only ours: {sorted(own.keys() - other.keys())}, of {len(own)} and {len(other)}")
    pairs = [(own[name], other[name]) for name in own]
    gap = lambda left, right: float(np.max(np.abs(left - right) / np.abs(right)))
    features = {
        name: np.concatenate([each[0] for each in run(folder / f"{name}.onnx", tested, ["avg_pool"])])
        for name in ("float", "int8", "theirs")
    }
    return {
        "tensors": len(own),
        "theirTensors": len(other),
        "scaleGap": gap(np.array([a for (a, _), _ in pairs]), np.array([b for _, (b, _) in pairs])),
        "zeroGap": int(max(abs(a - b) for (_, a), (_, b) in pairs)),
        # A dead channel may have any scale: all that it gives is its bias.
        "kernelGap": max(
            gap(a[alive], b[alive])
            for a, b, alive in zip(
                kernels(ours), kernels(theirs), is_alive(onnx.load(folder / "float.onnx"))
            )
        ),
        "ours": cosine(features["int8"], features["float"]),
        "theirs": cosine(features["theirs"], features["float"]),
        "between": cosine(features["int8"], features["theirs"]),
    }


if __name__ == "__main__":
    action = {"observe": observe, "compare": compare}[sys.argv[1]]
    print(json.dumps(action(pathlib.Path(sys.argv[2]), **json.loads(sys.argv[3]))))
