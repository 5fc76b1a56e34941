#!/usr/bin/env node
// Makes the bucket of a deployment if it is not there yet, by the same variables as the program itself: GRAFT_S3_BUCKET,
// GRAFT_S3_ENDPOINT, and credentials where the AWS SDK finds them.
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';

const { GRAFT_S3_BUCKET: Bucket, GRAFT_S3_ENDPOINT: endpoint, GRAFT_S3_REGION } = process.env;
if (!Bucket) {
  console.error('GRAFT_S3_BUCKET names no bucket: set it, as in GRAFT_S3_BUCKET=graft');
  process.exit(2);
}
const region = GRAFT_S3_REGION || 'us-east-1';
const client = new S3Client({ region, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
if (await isThere()) console.log(`the bucket ${Bucket} is there`);
else {
  await client.send(new CreateBucketCommand({ Bucket }));
  console.log(`the bucket ${Bucket} was made`);
}

async function isThere() {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error.$metadata?.httpStatusCode === 404) return false;
    throw error;
  }
}
