#!/bin/sh
# Measures Graft on a machine with an NVIDIA GPU, next to Keras on the same one. One command:
#   bench/gpu.sh
# Set-up takes TensorFlow's CUDA 12 library; onnxruntime's CUDA part is fetched by its own script.
# Keras compiles whole models with XLA there, minutes for each: its cases come last.
set -eu
cd "$(dirname "$0")/.."
command -v nvidia-smi >/dev/null || { echo "no NVIDIA driver on this machine (nvidia-smi is missing)" >&2; exit 1; }
nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
export GRAFT_TENSORFLOW=cuda
node tools/setup.mjs
node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12
exec env GRAFT_BENCH_SKIP_SETUP=1 GRAFT_BENCH_GPU=1 node bench/run.mjs "$@" \
  extraction latency gpu head-only keras-parity two-phases everything-trained
