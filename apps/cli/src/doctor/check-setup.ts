import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fine, type Finding } from './finding';

const partSchema = z.looseObject({
  state: z.string(),
  reason: z.string().optional(),
  fix: z.string().optional(),
  version: z.string().optional(),
});
const setupSchema = z.looseObject({
  nativeTensorFlow: partSchema,
  temporal: partSchema,
  postgres: partSchema,
});
/** What set-up builds, and a copy of the repository that was never set up has not. */
const BUILT = ['api', 'worker', 'web'].map((app) => join('apps', app, 'dist'));

/** What set-up has left behind: its report, and the apps. */
export async function checkSetup(repository: string, file: string): Promise<Finding[]> {
  const status = setupSchema.safeParse(await readReport(file)).data;
  if (!status) {
    return [{ check: 'set-up', ok: false, detail: 'not done yet', fix: 'run "npm run setup"' }];
  }
  const parts = [
    ['native TensorFlow', status.nativeTensorFlow],
    ['Temporal', status.temporal],
    ['PostgreSQL', status.postgres],
  ] as const;
  return [
    ...parts.map(([check, { state, reason, fix, version }]) => ({
      check,
      ok: state === 'ready',
      detail: state === 'ready' ? (version ?? 'ready') : (reason ?? state),
      fix: fix ?? 'run "npm run setup"',
    })),
    await checkBuilt(repository),
  ];
}

async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

async function checkBuilt(repository: string): Promise<Finding> {
  const found = await Promise.all(
    BUILT.map((folder) => stat(join(repository, folder)).catch(() => null)),
  );
  const missing = BUILT.filter((_, at) => found[at] === null);
  if (missing.length === 0) return fine('apps', 'built');
  return {
    check: 'apps',
    ok: false,
    detail: `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    fix: 'run "npm run setup"',
  };
}
