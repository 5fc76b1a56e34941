export { codeParts } from './code/code-catalogue';
export type { CodePart } from './code/code-part';
export { nameExampleFiles } from './code/name-example-files';
export { writeCode, type WrittenCode } from './code/write-code';
export { writeExamples } from './code/write-examples';
