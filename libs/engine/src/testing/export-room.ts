import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { JsonObject } from '@graft/graph';
import {
  attachHead,
  buildWordVectors,
  type HeadOptions,
  type ModelSpec,
  type WeightSpec,
} from '@graft/model';
import type { Prediction } from '@graft/nodes/steps';
import type { EngineProcess } from '../host';
import { storeWordVectors } from './bundled-data';
import { EngineRoom } from './engine-room';
import { readZip } from './read-zip';
import { runLooseStep } from './run-loose-step';

const OBJECTS = join(import.meta.dirname, '../../../../assets/datasets/emoji-objects.zip');
const PICTURES = ['animal/1F400.png', 'food/1F34E.png'];

export const HEAD: HeadOptions = {
  pooling: 'auto',
  hiddenUnits: [],
  dropout: 0.2,
  seed: 3,
  labels: ['animal', 'building', 'food', '__proto__'],
};

/** Accents, case and punctuation; cut off; words that the model doesn't know; none at all. */
export const TEXTS = [
  ...['Black CAT!', 'a red apple and a green pear on the old table', 'qwxyz Café', 'qwxyz'],
];

interface Given {
  readonly path: string;
  readonly digest: string;
}

type Answer = Map<string, number>;

/** Models, what they are asked, and what Graft itself answers. */
export class ExportRoom {
  private constructor(
    readonly room: EngineRoom,
    readonly engine: EngineProcess,
    readonly pictures: readonly Given[],
  ) {}

  static async open(): Promise<ExportRoom> {
    const room = await EngineRoom.open();
    const zip = await readZip(OBJECTS);
    const names = [...zip.keys()].filter((name) => name.endsWith('.png'));
    const pictures = await Promise.all(
      PICTURES.map(async (wanted, index) => {
        const name = names.find((each) => each.endsWith(wanted)) ?? names[index * 200] ?? '';
        const path = join(room.folder, `picture ${String(index)}.png`);
        const bytes = zip.get(name) ?? new Uint8Array();
        await writeFile(path, bytes);
        return { path, digest: await room.store.put(bytes) };
      }),
    );
    return new ExportRoom(room, await room.start(), pictures);
  }

  get paths(): string[] {
    return this.pictures.map(({ path }) => path);
  }

  /** @returns the first file that the step makes */
  async run(kind: string, spec: ModelSpec, params: JsonObject): Promise<string> {
    const step = { kind, spec, params };
    const [path] = Object.values(await runLooseStep(this.engine, this.room.store, step));
    return path ?? '';
  }

  /** What Graft itself answers, label by label. */
  async predict(spec: ModelSpec, given = this.pictures): Promise<Answer[]> {
    const files = given.map(({ path, digest }) => ({ name: path, digest }));
    const path = await this.run('predict-files', spec, { files, topK: 10 });
    const answers = JSON.parse(await readFile(path, 'utf8')) as Prediction[];
    return answers.map((each) => new Map('top' in each ? each.top.map(toPair) : []));
  }

  async predictTexts(spec: ModelSpec): Promise<Answer[]> {
    const given = await Promise.all(
      TEXTS.map(async (text) => ({ path: text, digest: await this.room.store.put(text) })),
    );
    return this.predict(spec, given);
  }

  /** Reads texts by the bundled word vectors. */
  async buildTextModel(pooling: 'masked-mean' | 'convolution'): Promise<ModelSpec> {
    const { spec: table } = await storeWordVectors(this.room.store);
    const [{ shape, source }] = table.layers.flatMap(({ weights }) => weights) as [WeightSpec];
    const [words = 0, dimensions = 0] = shape;
    const { vocabulary } = table.input as { vocabulary: string };
    const vectors = { vocabulary, words, dimensions, vectors: source, pooling };
    const spec = buildWordVectors({ ...vectors, length: 8, trainable: false, seed: 1 });
    return attachHead(spec, HEAD);
  }

  /** @returns the folder of the unpacked files */
  async unpack(zip: string): Promise<string> {
    const folder = await mkdtemp(join(this.room.folder, 'unpacked-'));
    for (const [name, bytes] of await readZip(zip)) await writeFile(join(folder, name), bytes);
    return folder;
  }

  close(): Promise<void> {
    return this.room.close();
  }
}

const toPair = (each: { label: string; probability: number }) =>
  [each.label, each.probability] as const;

/** The answers in what the program of an export printed. */
export function readAnswers(stdout: string): Answer[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => {
    const { top } = JSON.parse(line) as { top: { label: string; probability: number }[] };
    return new Map(top.map(toPair));
  });
}

export function expectSame(
  actual: readonly Answer[],
  expected: readonly Answer[],
  most: number,
): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((answer, index) => {
    expect([...(actual[index]?.keys() ?? [])].sort()).toEqual([...answer.keys()].sort());
    for (const [label, probability] of answer) {
      expect(Math.abs((actual[index]?.get(label) ?? NaN) - probability)).toBeLessThan(most);
    }
  });
}
