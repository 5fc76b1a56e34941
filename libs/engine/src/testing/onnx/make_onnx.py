"""Writes small.onnx, as PyTorch's exporter lays one out (channels first, opset 17), and what the reference
evaluator of the onnx package answers: python make_onnx.py (numpy and onnx 1.23 needed)."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

HERE = Path(__file__).parent
MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(1, 3, 1, 1)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32).reshape(1, 3, 1, 1)
random = np.random.default_rng(1)


def weight(name, *shape):
    fan_in = int(np.prod(shape[1:])) or 1
    values = random.normal(0, (2 / fan_in) ** 0.5, shape).astype(np.float32)
    return numpy_helper.from_array(values, name)


graph = helper.make_graph(
    [
        helper.make_node("Conv", ["pixels", "conv1.weight", "conv1.bias"], ["/conv1"], strides=[2, 2], pads=[1] * 4),
        helper.make_node("Relu", ["/conv1"], ["/relu1"]),
        helper.make_node("Conv", ["/relu1", "conv2.weight", "conv2.bias"], ["/conv2"], strides=[2, 2], pads=[1] * 4),
        helper.make_node("Clip", ["/conv2", "zero", "six"], ["/relu6"]),
        helper.make_node("GlobalAveragePool", ["/relu6"], ["/pool"]),
        helper.make_node("Flatten", ["/pool"], ["/flat"]),
        helper.make_node("Gemm", ["/flat", "fc.weight", "fc.bias"], ["logits"], transB=1),
    ],
    "small",
    [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 3, 32, 32])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 5])],
    [
        weight("conv1.weight", 8, 3, 3, 3),
        weight("conv1.bias", 8),
        weight("conv2.weight", 16, 8, 3, 3),
        weight("conv2.bias", 16),
        numpy_helper.from_array(np.float32(0), "zero"),
        numpy_helper.from_array(np.float32(6), "six"),
        weight("fc.weight", 5, 16),
        weight("fc.bias", 5),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model, full_check=True)
(HERE / "small.onnx").write_bytes(model.SerializeToString())

pictures = random.integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
prepared = (pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255 - MEAN) / DEVIATION
seen = onnx.utils.Extractor(onnx.shape_inference.infer_shapes(model)).extract_model(["pixels"], ["/relu6", "/flat", "logits"])
maps, features, logits = ReferenceEvaluator(seen).run(None, {"pixels": prepared})
answers = {
    "pictures": pictures.reshape(2, -1).tolist(),
    "/flat": features.round(6).tolist(),
    "/relu6": maps.transpose(0, 2, 3, 1).reshape(2, -1).round(6).tolist(),
    "logits": logits.round(6).tolist(),
}
(HERE / "answers.json").write_text(json.dumps(answers) + "\n")
