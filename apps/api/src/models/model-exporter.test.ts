import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ModelVersionView } from '@graft/db';
import type { EngineOutcome } from '@graft/engine/host';
import { attachHead, buildSmallCnn } from '@graft/model';
import { startMessageSchema, type StartMessage } from '@graft/plan';
import { LocalBlobStore } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ModelExporter, type ExportOptions } from './model-exporter';

let folder: string;
let blobs: LocalBlobStore;
let model: ModelVersionView;
let options: ExportOptions;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-exporter-'));
  blobs = new LocalBlobStore(join(folder, 'blobs'));
  const input = { kind: 'image', height: 8, width: 8, channels: 3, mean: 0, scale: 1 } as const;
  const spec = attachHead(buildSmallCnn(input, 1), {
    ...{ pooling: 'auto', hiddenUnits: [], dropout: 0, labels: ['a', 'b'], seed: 1 },
  });
  const { digest } = await blobs.put({ bytes: Buffer.from(JSON.stringify(spec)) });
  model = {
    ...{ id: 'v', modelId: 'm', name: 'objects', number: 2, digest, labels: ['a', 'b'] },
    ...{ metrics: {}, notes: '', runId: 'r', stepId: 's', createdAt: new Date(0), tags: [] },
  };
  const report = await blobs.put({ bytes: Buffer.from('{}') });
  options = {
    ...{ format: 'onnx', float16: true, report: { kind: 'report', ...report } },
    facts: {
      ...{ name: 'objects', version: 2, notes: '', createdAt: null, runId: 'r', data: [] },
      ...{ base: null, trainings: [], code: [], graph: null },
    },
  };
});
afterEach(() => rm(folder, { recursive: true }));

function exporterThat(outcome?: EngineOutcome) {
  const asked: StartMessage[] = [];
  const run = async (start: StartMessage): Promise<EngineOutcome> => {
    asked.push(startMessageSchema.parse(start));
    await writeFile(join(start.scratch, 'file'), 'a zip');
    const made = { summary: {}, effects: [], provenance: {}, ended: 'complete' as const };
    return outcome ?? { type: 'done', outputs: { file: { kind: 'file', path: 'file' } }, ...made };
  };
  return { asked, exporter: new ModelExporter({ run }, blobs, join(folder, 'scratch'), 2) };
}

describe('exporting a registered model', () => {
  it('gives the engine spec, report and facts, hands the zip over and removes it', async () => {
    const { asked, exporter } = exporterThat();
    const read: string[] = [];
    await exporter.export(model, options, async ({ bytes, content }) => {
      read.push(`${String(bytes)}: ${await text(content)}`);
    });
    expect(read).toEqual(['5: a zip']);
    const [start] = asked;
    expect(start?.step.params).toMatchObject({
      format: 'onnx',
      float16: true,
      facts: { version: 2 },
    });
    expect(Object.keys(start?.files ?? {})).toEqual([options.report?.digest]);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });

  it('passes a refusal on and leaves nothing behind, also when the reader goes away', async () => {
    const code = 'export.unsupported_layer';
    const failed = {
      type: 'failed',
      errorClass: 'user',
      code,
      message: 'no',
      details: {},
    } as const;
    const refused = exporterThat(failed).exporter.export(model, options, () => Promise.resolve());
    await expect(refused).rejects.toMatchObject({ code, status: 422 });
    const gone = exporterThat().exporter.export(model, options, () =>
      Promise.reject(new Error('gone')),
    );
    await expect(gone).rejects.toThrow('gone');
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });
});
