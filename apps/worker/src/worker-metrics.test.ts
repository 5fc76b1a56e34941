import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveStatus } from './serve-status';
import { WorkerMetrics } from './worker-metrics';

const TRAIN = { kind: 'train', resource: 'gpu' } as const;

describe('figures of a worker', () => {
  it('count waiting, epochs, checkpoints, reuse and ends', async () => {
    const metrics = new WorkerMetrics();
    const attempt = metrics.begin(TRAIN, 3);
    attempt.addRows([{ step: 0 }, { step: 9 }, { step: 18 }]);
    attempt.addCheckpoint(500);
    attempt.end('done');
    const reused = metrics.begin({ kind: 'evaluate', resource: 'io' }, -0.2);
    reused.addReuse();
    const text = await metrics.registry.metrics();
    expect(text).toContain('graft_step_queue_wait_seconds_sum{resource="gpu"} 3\n');
    expect(text).toContain('graft_step_queue_wait_seconds_sum{resource="io"} 0\n');
    expect(text).toContain('graft_epochs_total{kind="train"} 2\n');
    expect(text).toContain('graft_checkpoints_total{kind="train"} 1\n');
    expect(text).toContain('graft_checkpoint_bytes_total{kind="train"} 500\n');
    expect(text).toContain('graft_steps_reused_total{kind="evaluate"} 1\n');
    expect(text).toContain('graft_step_attempts_total{kind="train",end="done"} 1\n');
    expect(text).toContain('graft_steps_running{kind="evaluate"} 1\n');
    expect(text).not.toContain('graft_steps_running{kind="train"}');
  });

  it('tell the age of the oldest newest checkpoint of what runs', async () => {
    let now = 100;
    const metrics = new WorkerMetrics(() => now);
    const [old, young] = [metrics.begin(TRAIN, 0), metrics.begin(TRAIN, 0)];
    old.addCheckpoint(1);
    now = 130;
    young.addCheckpoint(1);
    now = 135;
    const age = async () =>
      /graft_checkpoint_age_seconds\{kind="train"\} (.*)/.exec(
        await metrics.registry.metrics(),
      )?.[1];
    expect(await age()).toBe('35');
    old.end('done');
    expect(await age()).toBe('5');
    young.end('failed');
    expect(await age()).toBeUndefined();
  });
});

describe('the port of a worker', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.close();
    if (server) await once(server, 'close');
  });

  it('answers with the figures, and nothing else', async () => {
    const { registry } = new WorkerMetrics();
    server = await serveStatus(0, { isWell: () => false, registry });
    const { port } = server.address() as AddressInfo;
    const ask = (path: string) =>
      fetch(`http://127.0.0.1:${String(port)}${path}`, { headers: { connection: 'close' } });
    const figures = await ask('/metrics');
    expect(figures.headers.get('content-type')).toContain('text/plain');
    expect(await figures.text()).toContain('process_cpu_seconds_total');
    expect((await ask('/health')).status).toBe(503);
    expect((await ask('/')).status).toBe(404);
  });
});
