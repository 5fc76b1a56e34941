import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalBlobStore } from '@graft/storage';
import { makeFakeStep } from '@graft/testing/fake-step';
import type { RunHarness, RunRef } from '@graft/testing/run-harness';
import { until } from '@graft/testing/services';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultTable, PARAMS } from './fault-table.fixture';

let table: FaultTable;
let harness: RunHarness;

beforeAll(async () => {
  table = await FaultTable.start();
  harness = table.harness;
});
afterEach(() => table.endAll());
afterAll(() => table?.stop());

/** What happens to the bytes of a stored file. */
const flipByte = (bytes: Buffer) => {
  bytes[3]! ^= 4;
  return bytes;
};
const cutShort = (bytes: Buffer) => bytes.subarray(0, bytes.length - 1);

describe('damage', () => {
  async function pauseAndDamage(count: number, damage = flipByte): Promise<RunRef> {
    await table.startWorker();
    const { hold, release } = await harness.makeHold(4);
    const step = makeFakeStep('train', { ...PARAMS, hold });
    const run = await harness.submit([step]);
    await harness.untilCheckpoint(run, 4);
    await table.control(run, 'pause');
    await harness.untilState(run, 'paused');
    const kept = await harness.database.checkpoints.list(run.workspaceId, step.key);
    for (const { digest } of kept.slice(0, count)) {
      const path = await harness.blobs.locate(digest);
      await writeFile(path, damage(await readFile(path)));
    }
    await release();
    await table.control(run, 'run');
    await harness.untilState(run, 'succeeded');
    return run;
  }

  it.each([
    { what: 'a flipped byte', damage: flipByte },
    { what: 'an end that is missing', damage: cutShort },
  ])(
    '$what in the newest checkpoint: the one before it is used, and the run says so',
    async ({ damage }) => {
      const run = await pauseAndDamage(1, damage);
      expect(await table.warningsOf(run)).toEqual(['checkpoint.corrupt']);
      await table.checkEnd(run);
    },
  );

  it('a flipped byte in every checkpoint: the step begins anew, with the same result', async () => {
    const run = await pauseAndDamage(100);
    const notes = await table.warningsOf(run);
    expect(notes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(notes)).toEqual(new Set(['checkpoint.corrupt']));
    await table.checkEnd(run);
  });
});

const root = process.getuid?.() === 0;

describe('a full disk', () => {
  (root ? it : it.skip)(
    'keeps no checkpoint but loses none either; with space again the run ends well',
    async () => {
      const blobs = await mkdtemp(join(tmpdir(), 'graft-full-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', blobs]);
      table.atEnd(async () => {
        execFileSync('umount', [blobs]);
        await rm(blobs, { recursive: true, force: true });
      });
      await table.startWorker({ GRAFT_BLOBS: blobs });
      const holds = [await harness.makeHold(2), await harness.makeHold(10)];
      const run = await table.submit(holds.map(({ hold }) => hold));
      await harness.untilCheckpoint(run, 2);
      await fill(join(blobs, 'filler'));
      await holds[0]!.release();
      await until('a checkpoint is skipped', async () => {
        return (await table.warningsOf(run)).includes('checkpoint.skipped');
      });
      await rm(join(blobs, 'filler'));
      await holds[1]!.release();
      await harness.untilState(run, 'succeeded');
      const outputs = await harness.database.steps.findOutputs(run.workspaceId, run.runId, [
        'train',
      ]);
      const { digest } = outputs['train']!.artifacts['weights']!;
      const store = new LocalBlobStore(blobs);
      await table.checkEnd(run, (await store.read(digest)).toString('utf8'));
    },
  );
});

/** Writes until the disk takes no more. */
async function fill(path: string): Promise<void> {
  for (let kilobytes = 1; ; kilobytes += 1) {
    try {
      await writeFile(path, Buffer.alloc(1024), { flag: 'a' });
    } catch {
      return;
    }
    if (kilobytes > 1024) throw new Error('the disk does not become full');
  }
}
