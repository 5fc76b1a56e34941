"""Logistic regression (scikit-learn) on the features and splits that Graft used.

Reads splits.json: [{seed, train: [rows], test: [rows]}] and features.safetensors: features, labels.
Prints one JSON document: {accuracies: [...], mean}.
"""

import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def main(folder):
    folder = pathlib.Path(folder)
    data = load_file(folder / "features.safetensors")
    accuracies = []
    for split in json.loads((folder / "splits.json").read_text()):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
        model.fit(data["features"][split["train"]], data["labels"][split["train"]])
        accuracies.append(float(model.score(data["features"][split["test"]], data["labels"][split["test"]])))
    print(json.dumps({"accuracies": accuracies, "mean": float(np.mean(accuracies))}))


if __name__ == "__main__":
    main(sys.argv[1])
