/** Kinds of file that a model can be exported as. */
export const EXPORT_FORMATS = ['onnx', 'tfjs', 'keras'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
