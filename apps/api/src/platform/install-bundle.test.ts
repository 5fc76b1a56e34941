import { describe, expect, it } from '@jest/globals';
import type { DatasetCard } from '@graft/graph';
import { OperationalError, UserError } from '@graft/errors';
import type { Plan } from '@graft/plan';
import { pino } from 'pino';
import { awaitImports } from '../runs/await-imports';
import { installDatasets } from './install-bundle';

const card = {
  ...{ ref: 'tiny', name: 'Tiny', digest: 'd'.repeat(64), element: { kind: 'image' } },
  classes: [{ name: 'a', count: 3 }],
} as unknown as DatasetCard;
const plan = { steps: [{ data: { train: { dataset: card.digest } } }] } as unknown as Plan;

/** Starts the import of one data set; each attempt does the next of these things. */
function install(attempts: (() => Promise<unknown>)[], signal = new AbortController().signal) {
  let made = 0;
  const services = {
    installing: new Map<string, Promise<boolean>>(),
    bundle: {
      datasets: [{ card, format: 'zip', file: { path: '/dev/null', sha256: '' } }],
      bases: [],
    },
    database: { datasets: { findByDigest: () => Promise.resolve(null) } },
    blobs: { has: () => Promise.resolve(false) },
    importer: { import: () => attempts[made++]?.() },
    logger: pino({ level: 'silent' }),
  };
  const done = installDatasets(services as never, 'w', signal);
  return { services, done, attempts: () => made };
}

const away = () =>
  Promise.reject(new OperationalError({ code: 'database.unavailable', message: '' }));
const imported = () => Promise.resolve({ digest: card.digest });

describe('the import of a data set that ships with Graft', () => {
  it('is tried again until the database is there, and runs that name it wait for that', async () => {
    const { services, attempts } = install([away, imported]);
    await awaitImports(services, plan);
    expect(attempts()).toBe(2);
  });

  it('that a stop interrupts keeps no promise: a run that names it is not accepted', async () => {
    const stop = new AbortController();
    const { services } = install(
      [
        () => {
          stop.abort();
          return Promise.reject(new Error('stopped'));
        },
      ],
      stop.signal,
    );
    await expect(awaitImports(services, plan)).rejects.toMatchObject({
      ...{ code: 'dataset.not-there-yet', errorClass: 'operational' },
    });
  });

  it('is not tried again when it can never be right', async () => {
    const broken = () => Promise.reject(new UserError({ code: 'zip.broken', message: '' }));
    const { services, attempts, done } = install([broken, imported]);
    await done;
    await expect(awaitImports(services, plan)).rejects.toMatchObject({
      code: 'dataset.not-there-yet',
    });
    expect(attempts()).toBe(1);
  });
});
