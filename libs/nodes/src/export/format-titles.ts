import type { ExportFormat } from '@graft/model';

export const FORMAT_TITLES: Readonly<Record<ExportFormat, string>> = {
  onnx: 'ONNX',
  tfjs: 'TensorFlow.js layers model',
  keras: 'Keras 3',
};
