import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const COMPRESSED = /\.(?:js|css|html|svg)$/;

/** Writes a `.gz` beside every text file of a build, which the API sends to browsers that take it. */
export function compressAssets() {
  let folder = '';
  return {
    name: 'compress-assets',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((each) => COMPRESSED.test(each))) {
        const bytes = await readFile(join(folder, name));
        const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
        await writeFile(join(folder, `${name}.gz`), packed);
      }
    },
  };
}
