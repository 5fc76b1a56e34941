import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGraftError } from '@graft/errors';
import { openBlobStore, type LocalBlobStore } from '@graft/storage';
import { fine, type Finding } from './finding';

type Store = Pick<LocalBlobStore, 'put' | 'has' | 'remove'>;

/** Whether the bucket takes, shows and removes a file. Nothing where blobs lie in the data folder. */
export async function checkStore(
  env: NodeJS.ProcessEnv,
  open: (folder: string, env: NodeJS.ProcessEnv) => Store = openBlobStore,
): Promise<Finding[]> {
  const bucket = env['GRAFT_S3_BUCKET'] ?? '';
  if (bucket === '') return [];
  const folder = await mkdtemp(join(tmpdir(), 'graft-doctor-'));
  try {
    return [await tryBucket(bucket, () => open(folder, env))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryBucket(bucket: string, open: () => Store): Promise<Finding> {
  let doing = 'be opened';
  try {
    const store = open();
    doing = 'be written to';
    const { digest } = await store.put({
      bytes: Buffer.from(`graft doctor ${String(Date.now())}`),
    });
    doing = 'be read';
    if (!(await store.has(digest))) throw new Error('what was written is not there');
    doing = 'be deleted from';
    await store.remove(digest);
    return fine('bucket', `${bucket}: written, read and deleted`);
  } catch (error) {
    return {
      check: 'bucket',
      ok: false,
      detail: `${bucket} can't ${doing}: ${toGraftError(error).message}`,
      fix: 'look at GRAFT_S3_BUCKET, GRAFT_S3_ENDPOINT and the keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY): they must be allowed to get, put, list and delete objects',
    };
  }
}
