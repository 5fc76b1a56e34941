export type { BlobSource, BlobStore, StoredBlob } from './blob-store';
export { LocalBlobStore, type BlobFile } from './local-blob-store';
export { openBlobStore } from './open-blob-store';
export { removeStill } from './remove-still';
export { streamZip, type ZipFile } from './stream-zip';
export { realDisk, type Disk } from './write-durably';
