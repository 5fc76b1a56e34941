export type { BlobSource, BlobStore, StoredBlob } from './blob-store';
export { LocalBlobStore } from './local-blob-store';
export { openBlobStore } from './open-blob-store';
