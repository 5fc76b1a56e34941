import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { repo } from '../setup/paths.mjs';

const LITE = join(repo, 'assets/base-models/efficientnet-lite0');
const SMALL = join(repo, 'libs/engine/src/testing/onnx/small.onnx');
/** Where nobody answers. */
const AWAY = '127.0.0.1:1';

/**
 * Publishes base models on this machine for the browser tests: one whose digests are known, one of whom nothing is
 * known, one that is another than is known, and one out of reach. Resolves with what the API must be told, and `close`.
 */
export async function serveBases() {
  const files = {
    '/lite/model.json': join(LITE, 'model.json'),
    '/lite/weights.bin': join(LITE, 'weights.bin'),
    '/small/model.onnx': SMALL,
  };
  const server = createServer((request, response) => {
    readFile(files[request.url] ?? '').then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${server.address().port}`;
  const list = join(await mkdtemp(join(tmpdir(), 'graft-published-')), 'published-bases.json');
  await writeFile(list, JSON.stringify(await listBases(host)));
  return {
    env: { GRAFT_PUBLISHED_BASES: list, GRAFT_BASE_HOSTS: `${host},${AWAY}` },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(dirname(list), { recursive: true, force: true });
    },
  };
}

async function listBases(host) {
  const known = await digestFiles(join(LITE, 'model.json'), join(LITE, 'weights.bin'));
  const lite = {
    ...{ address: `http://${host}/lite/model.json`, layout: 'tfjs' },
    input: { size: 224, mean: 127, scale: 128 },
  };
  const deviation = [0.229, 0.224, 0.225];
  const small = {
    ...{ address: `http://${host}/small/model.onnx`, layout: 'onnx', sha256: null },
    input: {
      ...{ size: 32, mean: 0, scale: 255 },
      ...{ channelMean: [0.485, 0.456, 0.406], channelDeviation: deviation },
    },
  };
  return [
    { ...describe('known'), ...lite, sha256: known },
    { ...describe('unknown'), ...small },
    { ...describe('changed'), ...lite, sha256: { ...known, 'weights.bin': '0'.repeat(64) } },
    { ...describe('away'), ...small, address: `http://${AWAY}/model.onnx` },
  ];
}

function describe(word) {
  return {
    ...{ ref: `published-${word}`, name: `Published, ${word}`, description: 'For tests.' },
    ...{ licence: 'Apache-2.0', source: 'https://example.org' },
  };
}

async function digestFiles(...paths) {
  const digests = paths.map(async (path) => {
    const digest = createHash('sha256').update(await readFile(path));
    return [basename(path), digest.digest('hex')];
  });
  return Object.fromEntries(await Promise.all(digests));
}
