import { canExport } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import type { ExecutorName } from '@graft/nodes/steps';

/** onnxruntime runs convolutions twice as fast; TensorFlow.js has every layer. */
export function chooseExecutor(spec: ModelSpec, outputs: readonly string[]): ExecutorName {
  return canExport(spec, outputs).ok ? 'onnx' : 'tfjs';
}
