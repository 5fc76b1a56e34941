import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashTree } from './hash-files.mjs';
import { doOnce } from './keep-stamps.mjs';
import { nodeModules, repo } from './paths.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

const schema = join(repo, 'prisma', 'schema.prisma');
const output = join(repo, 'libs', 'db', 'src', 'generated');

/** Generates the Prisma client when the schema (or Prisma) changed. */
export async function generatePrisma(reporter) {
  if (!existsSync(schema)) return;
  const prisma = join(nodeModules, 'prisma');
  const digest = await hashTree([
    schema,
    join(repo, 'prisma.config.ts'),
    join(prisma, 'package.json'),
  ]);
  await doOnce(
    'prisma',
    digest,
    () => existsSync(output),
    () => reporter.during('Generating the Prisma client', () => generate(prisma)),
  );
}

async function generate(prisma) {
  const result = await runCommand(
    process.execPath,
    [join(prisma, 'build', 'index.js'), 'generate', '--schema', schema],
    {
      cwd: repo,
      env: {
        // `generate` downloads a schema engine that it does not use, unless told where one is.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        DATABASE_URL: process.env.DATABASE_URL ?? 'postgresql://graft@localhost/graft',
      },
    },
  );
  if (result.code === 0) return;
  throw new Problem(
    `prisma generate failed for ${schema} (${lastWords(result, 8)})`,
    'mend the schema and start again',
  );
}
