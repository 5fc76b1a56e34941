import { UnexpectedError } from '@graft/errors';
import type { OnnxGraphConfig } from '@graft/model';
import type { LayerBuilder } from '../layer-builder';

/** Never computed here: what it gives is fed, from features that onnxruntime has made. */
export const onnxGraph: LayerBuilder<OnnxGraphConfig> = {
  class: 'OnnxGraph',
  call({ name }) {
    throw new UnexpectedError({
      code: 'model.sealed_layer',
      message: `Layer "${name}" came as an ONNX file, which only onnxruntime can run.`,
    });
  },
};
