"""Exports networks of torchvision and timm with random weights as docs/base-models.md says, with what
PyTorch itself gives for some pictures: the features that enter the classifier. Needs an environment of
its own: pip install torch torchvision timm onnx onnxscript."""

import json
import sys

import numpy as np
import timm
import torch
import torchvision

folder = sys.argv[1]
torch.manual_seed(1)
generator = np.random.default_rng(1)
pictures = generator.integers(0, 256, (4, 224, 224, 3), dtype=np.uint8)
mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
x = torch.tensor(((pictures / 255 - mean) / deviation).astype("float32")).permute(0, 3, 1, 2)


def export(model, name, **settings):
    torch.onnx.export(
        model,
        torch.zeros(1, 3, 224, 224),
        f"{folder}/{name}.onnx",
        input_names=["pixels"],
        output_names=["logits"],
        dynamic_axes={"pixels": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
        **settings,
    )


resnet = torchvision.models.resnet18(weights=None).eval()
mobilenet = timm.create_model("mobilenetv3_small_100", pretrained=False).eval()
body = torch.nn.Sequential(*list(resnet.children())[:-1])
with torch.no_grad():
    features = {
        "torchvision-resnet18": body(x).flatten(1),
        "timm-mobilenetv3": mobilenet.forward_head(mobilenet.forward_features(x), pre_logits=True),
    }
export(resnet, "torchvision-resnet18")
export(mobilenet, "timm-mobilenetv3")
torch.onnx.export(
    resnet,
    (torch.zeros(2, 3, 224, 224),),
    f"{folder}/torchvision-resnet18-dynamo.onnx",
    dynamo=True,
    external_data=False,
    dynamic_shapes=({0: torch.export.Dim("batch")},),
    opset_version=18,
)
features["torchvision-resnet18-dynamo"] = features["torchvision-resnet18"]
pictures.tofile(f"{folder}/pictures.bin")
with open(f"{folder}/features.json", "w", encoding="utf-8") as file:
    json.dump({name: values.tolist() for name, values in features.items()}, file)
