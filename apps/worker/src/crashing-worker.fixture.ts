import { openDatabase, type Database } from '@graft/db';
import { LocalBlobStore, realDisk, type Disk } from '@graft/storage';
import { readFileSync } from 'node:fs';
import { runWorkerProcess } from './run-worker-process';

/** A moment of a durable step: the call that is watched, and whether it is over by then. */
interface CrashPoint {
  call: string;
  when: 'before' | 'after';
}

/** Every durable step that a worker takes, by name. See crash-points.test.ts. */
const POINTS: Readonly<Record<string, CrashPoint>> = {
  'temporary.write': { call: 'disk.write', when: 'before' },
  'temporary.sync': { call: 'disk.sync', when: 'before' },
  'blob.rename': { call: 'disk.rename', when: 'before' },
  'blob.put': { call: 'blobs.put', when: 'after' },
  'fence.taken': { call: 'steps.takeFence', when: 'after' },
  'checkpoint.before-row': { call: 'checkpoints.commit', when: 'before' },
  'checkpoint.after-row': { call: 'checkpoints.commit', when: 'after' },
  heartbeat: { call: 'steps.takeLease', when: 'before' },
  'outputs.before-commit': { call: 'steps.commit', when: 'before' },
  'outputs.after-commit': { call: 'steps.commit', when: 'after' },
  'step.before-return': { call: 'checkpoints.prune(0)', when: 'after' },
  'run.before-end': { call: 'runs.finish', when: 'before' },
  'run.after-end': { call: 'runs.finish', when: 'after' },
};

const orders = process.env['GRAFT_CRASH_ORDERS'];
if (!orders) throw new Error('GRAFT_CRASH_ORDERS names the file that says where to crash');

/** What the file said when it was last read, the point that it names, and how often that is still passed. */
let order = '';
let point: CrashPoint | undefined;
let left = 0;

/** Read at every call: who wrote it before a run was sent is obeyed in that run. */
function obey(): void {
  const said = readFileSync(orders ?? '', 'utf8');
  if (said === order) return;
  const [name = '', count = '1'] = said.split(':');
  order = said;
  point = POINTS[name];
  left = Number(count);
  if (said && !point) throw new Error(`crash at one of ${Object.keys(POINTS).join(', ')}`);
}

async function pass(call: string, moment: CrashPoint['when']): Promise<void> {
  obey();
  if (call !== point?.call || moment !== point.when) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

/** The same object, whose calls may be the last thing that this process does. */
function watch<Watched extends object>(target: Watched, room: string): Watched {
  return new Proxy(target, {
    get(from, member) {
      const found: unknown = Reflect.get(from, member, from);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        const plain = `${room}.${String(member)}`;
        const call = plain === 'checkpoints.prune' ? `${plain}(${String(given[2])})` : plain;
        await pass(call, 'before');
        const result: unknown = await found.apply(from, given);
        await pass(call, 'after');
        return plain === 'disk.open' ? watch(result as object, room) : result;
      };
    },
  });
}

function watchDatabase(database: Database): Database {
  return new Proxy(database, {
    get(from, member) {
      const found: unknown = Reflect.get(from, member, from);
      return typeof found === 'object' && found ? watch(found, String(member)) : found;
    },
  });
}

await runWorkerProcess({
  openDatabase: (url, options) => watchDatabase(openDatabase(url, options)),
  openBlobs: (folder) =>
    watchBlobs(new LocalBlobStore(folder, watch(realDisk as object, 'disk') as Disk)),
});

/** Only what is awaited is watched: the store itself calls its own methods. */
function watchBlobs(blobs: LocalBlobStore): LocalBlobStore {
  const put = blobs.put.bind(blobs);
  blobs.put = async (...given) => {
    const stored = await put(...given);
    await pass('blobs.put', 'after');
    return stored;
  };
  return blobs;
}
