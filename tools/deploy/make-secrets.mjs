#!/usr/bin/env node
// Makes the passwords of a deployment that are not there yet: `make-secrets.mjs FOLDER`. What exists stays.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('use: make-secrets.mjs FOLDER');
  process.exit(2);
}

const GROUP_MAY_READ = 0o440;
const OWNER_MAY_READ = 0o400;

await mkdir(folder, { recursive: true });
const postgres = await makeSecret('postgres-password', GROUP_MAY_READ);
await makeSecret('temporal-password', GROUP_MAY_READ);
await makeSecret('admin-password', OWNER_MAY_READ);
// The PostgreSQL client refuses this file when others may read it.
await keep('pgpass', `*:*:*:graft:${postgres}\n`, OWNER_MAY_READ);
// The bucket's server and its clients, each in their own words.
const s3 = { accessKey: 'graft', secretKey: await makeSecret('s3-secret', OWNER_MAY_READ) };
const identity = { name: 'graft', credentials: [s3], actions: ['Admin', 'Read', 'List', 'Write'] };
await keep('s3.json', `${JSON.stringify({ identities: [identity] })}\n`, OWNER_MAY_READ);
const lines = [`aws_access_key_id = ${s3.accessKey}`, `aws_secret_access_key = ${s3.secretKey}`];
await keep('s3-credentials', ['[default]', ...lines, ''].join('\n'), OWNER_MAY_READ);

async function makeSecret(name, mode) {
  return (await keep(name, `${randomBytes(24).toString('base64url')}\n`, mode)).trim();
}

/** Writes a file once; a second call, or a second process, gets what the first has written. */
async function keep(name, text, mode) {
  const path = join(folder, name);
  try {
    await writeFile(path, text, { flag: 'wx', mode });
    await chmod(path, mode);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFile(path, 'utf8');
}
