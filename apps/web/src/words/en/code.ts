import { plural } from '../plural';

// code-dialog
export const showAsCode = 'Show as code';
export const pythonKeras = 'Python, Keras';
export const nodeTensorFlow = 'Node, TensorFlow.js';
export const writingTheProgram = 'Writing the program';
export const problemsFirst = (count: number) =>
  `${plural(count, { one: '# problem', other: '# problems' })} must be mended first.`;
export const copy = 'Copy';
export const copied = 'Copied';
export const downloadFile = (name: string) => `Download ${name}`;
