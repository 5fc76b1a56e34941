"""Runs the Python programs of exported models, as their README says, and prints what they answer."""

import json
import subprocess
import sys

folder, pictures = sys.argv[1], sys.argv[2:]
answers = {}
for name in ("onnx", "keras", "keras-float16"):
    done = subprocess.run(
        [sys.executable, f"{folder}/{name}/predict.py", *pictures],
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stderr[-2000:]}")
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    answers[name] = [json.loads(line)["top"] for line in lines]
print(json.dumps(answers))
