import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ModelVersionView } from '@graft/db';
import type { EngineOutcome } from '@graft/engine/host';
import { startMessageSchema, type StartMessage } from '@graft/plan';
import type { ModelSpec } from '@graft/model';
import { LocalBlobStore } from '@graft/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Predictor } from './predictor';

let folder: string;
let blobs: LocalBlobStore;
let model: ModelVersionView;
let weights: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-predictor-'));
  blobs = new LocalBlobStore(join(folder, 'blobs'));
  weights = (await blobs.put({ bytes: Buffer.alloc(8) })).digest;
  const { digest } = await blobs.put({ bytes: Buffer.from(JSON.stringify(makeSpec(weights))) });
  model = {
    ...{ id: 'v', modelId: 'm', name: 'objects', number: 1, digest, labels: ['a', 'b'] },
    ...{ metrics: {}, notes: '', runId: 'r', stepId: 's', createdAt: new Date(0), tags: [] },
  };
});
afterEach(() => rm(folder, { recursive: true }));

function makeSpec(digest: string): ModelSpec {
  const common = { config: {}, trainable: false, block: 'head' };
  const source = { kind: 'blob', digest, byteOffset: 0, dtype: 'float32' } as const;
  return {
    format: 'graft.model/1',
    input: { kind: 'vector', size: 1 },
    layers: [
      { ...common, name: 'in', class: 'InputLayer', inbound: [], outputShape: [1], weights: [] },
      {
        ...{ ...common, name: 'out', class: 'Dense', inbound: ['in'], outputShape: [2] },
        weights: [{ name: 'out/kernel', shape: [1, 2], source }],
      },
    ],
    ...{ output: 'out', featureLayer: null, labels: ['a', 'b'] },
  };
}

/** An engine that answers with `answers` and remembers what it was asked. */
function engineThat(answer: unknown, outcome?: EngineOutcome) {
  const asked: StartMessage[] = [];
  const run = async (start: StartMessage): Promise<EngineOutcome> => {
    asked.push(startMessageSchema.parse(start));
    await writeFile(join(start.scratch, 'predictions.json'), JSON.stringify(answer));
    const outputs = { predictions: { kind: 'file', path: 'predictions.json' } } as const;
    const made = { summary: {}, effects: [], provenance: {}, ended: 'complete' as const };
    return outcome ?? { type: 'done', outputs, ...made };
  };
  const engines = { run, close: () => Promise.resolve() };
  return { asked, predictor: new Predictor(engines, blobs, join(folder, 'scratch'), 2) };
}

const picture = { name: '../../evil.png', bytes: Buffer.from('picture') };
const other = { name: 'b', bytes: Buffer.from('no picture') };
const top = [{ label: 'a', probability: 0.9 }];

describe('predicting', () => {
  it('gives the engine the spec, its weights and the files by digest, and cleans up', async () => {
    const { asked, predictor } = engineThat([{ file: picture.name, top }]);
    const answer = await predictor.predict(model, [picture], 3);
    expect(answer).toEqual({
      predictions: [{ file: picture.name, top, unsure: false, nearest: [] }],
      rejected: [],
    });
    const [start] = asked;
    const [file] = (start?.step.params['files'] ?? []) as { name: string; digest: string }[];
    expect(file?.name).toBe(picture.name);
    const placed = start?.files[file?.digest ?? ''] ?? '';
    expect(dirname(placed)).toBe(join(folder, 'scratch'));
    expect(basename(placed)).toMatch(/^predict-[\da-f-]{36}$/);
    expect(file?.digest).toBe(createHash('sha256').update(picture.bytes).digest('hex'));
    expect(await readFile(start?.files[weights] ?? '')).toEqual(Buffer.alloc(8));
    // As a file, which the engine reads once: not with every batch.
    expect(start?.models).toEqual({});
    const spec = await readFile(start?.files[start.step.models['model'] ?? ''] ?? '', 'utf8');
    expect(JSON.parse(spec)).toEqual(makeSpec(weights));
    expect(answer.predictions[0]?.top).toHaveLength(1);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });

  it('asks for explanations apart from plain answers, and hands the grids on', async () => {
    const evidence = [{ label: 'a', height: 1, width: 2, values: [0, 1] }];
    const { asked, predictor } = engineThat([{ file: picture.name, top, evidence }]);
    const answers = await Promise.all([
      predictor.predict(model, [picture], 1, 2),
      predictor.predict(model, [picture], 1),
    ]);
    // Which of two that come at the same time is first depends on the disk.
    const explained = asked.map(({ step }) => step.params['explain']);
    expect(explained.sort()).toEqual([0, 2]);
    expect(answers[0].predictions).toEqual([
      { file: picture.name, top, unsure: false, nearest: [], evidence },
    ]);
  });

  it('lists what cannot be classified, and refuses when that is all', async () => {
    const error = { code: 'predict.not-a-picture', message: 'it is not a picture' };
    const some = engineThat([
      { file: 'a', top },
      { file: 'b', error },
    ]);
    expect(await some.predictor.predict(model, [picture, other], 5)).toEqual({
      predictions: [{ file: 'a', top, unsure: false, nearest: [] }],
      rejected: [{ name: 'b', reason: 'it is not a picture' }],
    });
    const none = engineThat([{ file: 'b', error }]);
    await expect(none.predictor.predict(model, [picture], 5)).rejects.toMatchObject({
      code: 'predict.not_a_picture',
      status: 422,
    });
    await expect(none.predictor.predict(model, [], 5)).rejects.toMatchObject({
      code: 'predict.empty',
    });
  });

  it.each([
    ['user', 422],
    ['operational', undefined],
    ['resource', undefined],
  ] as const)('passes a failure of class %s on', async (errorClass, status) => {
    const failed = { type: 'failed', errorClass, code: 'x.y', message: 'no', details: {} } as const;
    const { predictor } = engineThat([], failed);
    const error = (await predictor.predict(model, [picture], 5).catch((e: unknown) => e)) as {
      code: string;
      status?: number;
    };
    expect([error.code, error.status]).toEqual(['x.y', status]);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });
});
