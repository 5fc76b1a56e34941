export { makeHostileCsvs } from './hostile-csvs';
export type { HostileFile } from './hostile-file';
export { makeHostileModels, type HostileModel } from './hostile-models';
export { makeHostilePictures } from './hostile-pictures';
export { makeHostileZips } from './hostile-zips';
export { makeZip, type ZipEntry } from './write-zip';
