import { UserError } from '@graft/errors';
import { S3Client } from '@aws-sdk/client-s3';
import { Bucket } from './bucket';
import { LocalBlobStore } from './local-blob-store';
import { S3BlobStore } from './s3-blob-store';

const GIGABYTE = 1024 ** 3;
const CACHE_GIGABYTES = 50;

/**
 * The blob store that the environment describes: the folder, or with GRAFT_S3_BUCKET a bucket of which
 * the folder is a cache (GRAFT_CACHE_GB, 50). GRAFT_S3_ENDPOINT names a server other than Amazon's,
 * GRAFT_S3_REGION its region, GRAFT_S3_PREFIX the beginning of all keys. Credentials are found as by
 * every program that uses the AWS SDK.
 * @throws UserError `config.invalid`
 */
export function openBlobStore(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): LocalBlobStore {
  const bucket = environment['GRAFT_S3_BUCKET'] ?? '';
  if (bucket === '') return new LocalBlobStore(folder);
  const endpoint = environment['GRAFT_S3_ENDPOINT'] ?? '';
  const client = new S3Client({
    region: environment['GRAFT_S3_REGION'] || 'us-east-1',
    // Servers other than Amazon's seldom have a name for each bucket.
    ...(endpoint === '' ? {} : { endpoint, forcePathStyle: true }),
    // The checksum that counts is the name of the blob.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const prefix = (environment['GRAFT_S3_PREFIX'] ?? '').replace(/\/*$/, '/').replace(/^\/+/, '');
  return new S3BlobStore(folder, new Bucket(client, bucket, prefix), readCacheBytes(environment));
}

function readCacheBytes(environment: Readonly<Record<string, string | undefined>>): number {
  const gigabytes = Number(environment['GRAFT_CACHE_GB'] || CACHE_GIGABYTES);
  if (Number.isFinite(gigabytes) && gigabytes >= 1) return gigabytes * GIGABYTE;
  throw new UserError({
    code: 'config.invalid',
    message: 'The environment variable GRAFT_CACHE_GB is not a number of gigabytes of 1 or more.',
  });
}
