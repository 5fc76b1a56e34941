import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices } from '@graft/testing/services';
import { startTestApi, type TestApi } from './api.fixture';

describe('figures of the API', () => {
  let test: TestApi;
  beforeAll(async () => {
    const services = startServices(['postgres']);
    test = await startTestApi(services, { env: { GRAFT_METRICS_PORT: '0' } });
  });
  afterAll(() => test.stop());

  const scrape = async (path = '/metrics') =>
    fetch(`http://127.0.0.1:${String(test.api.metricsPort)}${path}`);

  it('time requests by route, never by address', async () => {
    await test.ask('/api/v1/pipelines/0192f0c1-0000-7000-8000-000000000000');
    const text = await (await scrape()).text();
    expect(text).toContain(
      'graft_http_request_duration_seconds_count{method="GET",route="/api/v1/pipelines/:pipelineId",status="404"} 1\n',
    );
    expect(text).not.toContain('0192f0c1');
  });

  it('tell what the database knows', async () => {
    await test.client.createPipeline({
      body: { name: 'one', draft: { format: 'graft.graph/1', nodes: [], edges: [] } },
    });
    const text = await (await scrape()).text();
    expect(text).toContain('graft_database_up 1\n');
    expect(text).toContain('graft_runs_undispatched 0\n');
    expect(text).toContain('graft_event_streams 0\n');
    expect(text).toMatch(/^graft_blob_bytes \d+$/m);
  });

  it('are on a port of their own only', async () => {
    expect((await scrape('/')).status).toBe(404);
    expect((await test.ask('/metrics')).headers.get('content-type')).not.toContain('version=0.0.4');
  });
});
