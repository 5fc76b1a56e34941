import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { repo } from './paths.mjs';
import { Problem } from './problem.mjs';

/** Bundles one Node program: our own packages inside, everything from npm outside. */
export async function bundleProgram(from, to) {
  const { build } = await import('esbuild');
  try {
    await build({
      entryPoints: [from],
      outfile: to,
      absWorkingDir: repo,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      keepNames: true,
      logLevel: 'silent',
      tsconfigRaw: {
        compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false },
      },
      plugins: [keepPackagesOutside(to)],
    });
  } catch (error) {
    const [first] = error.errors ?? [];
    const where = first?.location ? ` at ${first.location.file}:${first.location.line}` : '';
    throw new Problem(
      `${from} could not be built (${first?.text ?? error.message}${where})`,
      'mend it and start again',
    );
  }
}

/**
 * Leaves a package outside only if the program would find the very same folder at run time: npm may have nested
 * another version below the lib that imports it.
 */
export function keepPackagesOutside(to) {
  return {
    name: 'keep-packages-outside',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || path.startsWith('@graft/')) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
        const same = findPackage(name, dirname(importer)) === findPackage(name, dirname(to));
        return same ? { path, external: true } : undefined;
      });
    },
  };
}

/** The folder of a package as Node finds it from `from`, or null. */
export function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(place)) return place;
    if (folder === dirname(folder)) return null;
  }
}
