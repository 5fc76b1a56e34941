import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Where the set-up puts what `prepareDatasets` makes. */
const BUILT = join(import.meta.dirname, '../../dist/datasets');

describe('the data sets that are imported when Graft is built', () => {
  it('can be read by another user than the one who built it, as an image runs', async () => {
    const entries = await readdir(BUILT, { withFileTypes: true, recursive: true });
    const modes = entries.map(async (entry) => {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      return entry.isDirectory() ? (mode & 0o005) === 0o005 : (mode & 0o004) === 0o004;
    });
    expect(entries.filter((entry) => entry.isFile()).length).toBeGreaterThan(0);
    expect((await Promise.all(modes)).filter((readable) => !readable)).toHaveLength(0);
  });
});
