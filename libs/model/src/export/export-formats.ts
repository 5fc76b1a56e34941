/** Kinds of file that a model can be exported as. */
export const EXPORT_FORMATS = ['onnx', 'tfjs', 'keras'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** And for word vectors: their words and rows, for programs that read texts themselves. */
export const FILE_FORMATS = [...EXPORT_FORMATS, 'words'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What a graph can be written in as a program: TensorFlow.js on Node, or Keras 3. */
export const CODE_LANGUAGES = ['node', 'keras'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];
