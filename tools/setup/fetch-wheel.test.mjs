import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkDigest, missingPip } from './fetch-wheel.mjs';
import { checkTools } from './build-tensorflow.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-wheel-'));
});
after(() => rm(folder, { recursive: true }));

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

test('a file with the pinned sha256 is accepted, any other is refused', async () => {
  const path = join(folder, 'some.whl');
  await writeFile(path, 'hello');
  await checkDigest(path, { name: 'some', version: '1.0', sha256: HELLO });
  await writeFile(path, 'hellO');
  await assert.rejects(checkDigest(path, { name: 'some', version: '1.0', sha256: HELLO }), {
    name: 'Problem',
    message: new RegExp(`^some 1.0 was downloaded with the sha256 .* instead of ${HELLO}: do not`),
  });
});

test('a missing Python is one sentence', async () => {
  const empty = join(folder, 'nothing-here');
  assert.deepEqual(await missingPip({ PATH: empty }), {
    reason: 'python3 is missing',
    fix: 'install python3 and pip (Debian: apt-get install python3-pip) and start again',
  });
});

test('a missing compiler is one sentence', async () => {
  await assert.rejects(checkTools({ PATH: join(folder, 'nothing-here') }), {
    name: 'Problem',
    message:
      'the C++ compiler g++ is missing: install it (Debian: apt-get install g++) and start again.',
  });
});
