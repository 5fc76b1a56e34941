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

/**
 * Starts the import of one data set; each attempt does the next of these things. `copies` are those that lie prepared
 * and in the store.
 */
function install(
  attempts: (() => Promise<unknown>)[],
  signal = new AbortController().signal,
  copies: { prepared?: () => Promise<unknown>; stored?: () => Promise<unknown> } = {},
) {
  let made = 0;
  const { prepared, stored } = copies;
  const places = {
    prepared: { has: () => Promise.resolve(prepared !== undefined) },
    blobs: { has: () => Promise.resolve(stored !== undefined) },
  };
  const services = {
    installing: new Map<string, Promise<boolean>>(),
    bundle: {
      datasets: [{ card, format: 'zip', file: { path: '/dev/null', sha256: '' } }],
      bases: [],
    },
    database: { datasets: { findByDigest: () => Promise.resolve(null) } },
    ...places,
    importer: {
      import: () => attempts[made++]?.(),
      addImported: (_: unknown, from: unknown) =>
        (from === places.prepared ? prepared : stored)?.(),
    },
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

  it('is a copy of what was imported before, and decodes pictures only where no copy is whole', async () => {
    const missing = () =>
      Promise.reject(new OperationalError({ code: 'blob.missing', message: '' }));
    const { signal } = new AbortController();
    for (const copies of [{ prepared: imported }, { prepared: missing, stored: imported }]) {
      const { services, attempts } = install([imported], signal, copies);
      await awaitImports(services, plan);
      expect(attempts()).toBe(0);
    }
    const { services, attempts } = install([imported], signal, {
      prepared: missing,
      stored: missing,
    });
    await awaitImports(services, plan);
    expect(attempts()).toBe(1);
  });
});
