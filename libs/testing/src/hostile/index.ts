export { makeHostileCsvs } from './hostile-csvs';
export type { HostileFile } from './hostile-file';
export { makeHostileModels, type HostileModel } from './hostile-models';
export { makeGreedyOnnx, makeHostileOnnx, type HostileOnnx } from './hostile-onnx';
export { makeHostilePictures } from './hostile-pictures';
export { makeHostileZips } from './hostile-zips';
export { makeOnnx } from './write-onnx';
export { makeZip, writeHollowZip, type ZipEntry } from './write-zip';
