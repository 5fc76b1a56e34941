import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom, type DatasetCard } from '@graft/graph';
import type { HistoryRow } from '@graft/ml';
import type { BaseCard } from '@graft/model';
import type { EvaluationReport } from '@graft/nodes/steps';
import { GraphBuilder } from '@graft/testing';
import { loadSharp } from './data/load-sharp';
import type { EngineProcess } from './host';
import { resourcesOf } from './testing/bundled-data';
import { EngineRoom } from './testing/engine-room';
import { compileGraph } from './testing/graphs';
import { TestSupervisor } from './testing/run-plan';
import { storeFiles } from './testing/store-random';
import {
  drawReaderWeights,
  readAroundZero,
  readGrey,
  storeReader,
  type PictureInput,
} from './testing/store-reader';

const [SIDE, COUNT] = [8, 6];
/** Of probabilities, in float32. */
const DIGITS = 5;

const COLOUR: PictureInput = {
  kind: 'image',
  height: SIDE,
  width: SIDE,
  channels: 3,
  mean: 0,
  scale: 255,
};
const WEIGHTS = drawReaderWeights(3);

type Pixels = (picture: number, row: number, column: number, channel: number) => number;

const noise: Pixels = (...at) => createRandom(5, ...at).nextInt(256);
const grey: Pixels = (picture, row, column) => noise(picture, row, column, 0);

/** Whatever differs between data and base is adapted: then the answers are those of what needs no adapting. */
describe('a base and data that do not fit by themselves', () => {
  let room: EngineRoom;
  let engine: EngineProcess;

  beforeAll(async () => {
    room = await EngineRoom.open();
    engine = await room.start();
  });
  afterAll(() => room?.close());

  async function draw(name: string, side: number, channels: 1 | 3, pixels: Pixels) {
    const sharp = await loadSharp();
    const files = await Promise.all(
      Array.from({ length: COUNT }, (_, picture) => {
        const data = Uint8Array.from({ length: side * side * channels }, (_value, at) => {
          const place = Math.floor(at / channels);
          return pixels(picture, Math.floor(place / side), place % side, at % channels);
        });
        return sharp(data, { raw: { width: side, height: side, channels } })
          .toColourspace(channels === 1 ? 'b-w' : 'srgb')
          .png()
          .toBuffer();
      }),
    );
    const element = { kind: 'image', height: side, width: side, channels } as const;
    return storeFiles(room.store, { name, files, classes: 2, element });
  }

  /**
   * base -> report, train <- data
   *
   * What it answers to each picture, by onnxruntime; and how wrong it is before it learns, by TensorFlow.js.
   */
  async function answer(base: BaseCard, data: DatasetCard): Promise<number[]> {
    const graph = new GraphBuilder()
      .node('data', 'dataset', { dataset: data.ref })
      .node('base', 'base-model', { base: base.ref })
      .node('report', 'evaluate')
      .node('train', 'train', { epochs: 1 })
      .wire('base', 'report.model')
      .wire('data', 'report.dataset')
      .wire('base', 'train.model')
      .wire('data', 'train.train')
      .wire('data', 'train.validation')
      .build();
    const run = new TestSupervisor(room.store, compileGraph(graph, resourcesOf([data], [base])));
    await run.runAll(engine);
    const read = (kind: string, output: string) =>
      room.store.readJson(run.artifact(kind, output).digest);
    const { rows } = (await read('evaluate', 'report')) as EvaluationReport;
    const byName = [...rows].sort((left, right) => (left.name < right.name ? -1 : 1));
    const [before] = ((await read('train', 'history')) as { rows: HistoryRow[] }).rows;
    const loss = before?.validationLoss ?? NaN;
    return [...byName.flatMap(({ probabilities }) => probabilities), loss];
  }

  const store = (ref: string, input: PictureInput, weights = WEIGHTS) =>
    storeReader(room.store, ref, input, weights);

  function expectSame(actual: readonly number[], expected: readonly number[]): void {
    expect(actual).toHaveLength(2 * COUNT + 1);
    // Else equal answers would say nothing.
    expect(new Set(expected.map((each) => each.toFixed(DIGITS))).size).toBeGreaterThan(COUNT);
    actual.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, DIGITS));
  }

  const differ = (left: readonly number[], right: readonly number[]) =>
    Math.max(...left.map((value, at) => Math.abs(value - (right[at] ?? NaN))));

  it('agree on size: pictures twice as large are read as their halves', async () => {
    const base = await store('colour', COLOUR);
    // Each pixel becomes four whose mean it is.
    const larger = await draw('larger', 2 * SIDE, 3, (picture, row, column, channel) => {
      const value = noise(picture, Math.floor(row / 2), Math.floor(column / 2), channel);
      const apart = Math.min(value, 255 - value, 40);
      return (row + column) % 2 === 0 ? value - apart : value + apart;
    });
    const plain = await answer(base, await draw('plain', SIDE, 3, noise));
    expectSame(await answer(base, larger), plain);
  });

  it('agree on channels: grey pictures are read in each colour', async () => {
    const base = await store('colour', COLOUR);
    const inColour = await answer(base, await draw('in-colour', SIDE, 3, grey));
    const inGrey = await draw('in-grey', SIDE, 1, grey);
    expectSame(await answer(base, inGrey), inColour);
    const summed = await store('grey', { ...COLOUR, channels: 1 }, readGrey(WEIGHTS));
    expectSame(await answer(summed, inGrey), inColour);
  });

  it('agree on channels: colours are read by their lightness, not by one of them', async () => {
    const base = await store('grey', { ...COLOUR, channels: 1 }, readGrey(WEIGHTS));
    const sharp = await loadSharp();
    const colours = await draw('colours', SIDE, 3, noise);
    const lightness = new Map<number, Uint8Array>();
    for (let picture = 0; picture < COUNT; picture++) {
      const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
        const place = Math.floor(at / 3);
        return noise(picture, Math.floor(place / SIDE), place % SIDE, at % 3);
      });
      const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
      const turned = sharp(data, { raw }).greyscale().toColourspace('b-w').raw();
      lightness.set(picture, new Uint8Array(await turned.toBuffer()));
    }
    const light = await draw(
      'light',
      SIDE,
      1,
      (picture, row, column) => lightness.get(picture)?.[row * SIDE + column] ?? 0,
    );
    const red = await draw('red', SIDE, 1, grey);
    const answers = await answer(base, colours);
    expectSame(answers, await answer(base, light));
    expect(differ(answers, await answer(base, red))).toBeGreaterThan(1e-3);
  });

  it('agree on the range of values: -1 to 1 is read as well as 0 to 1', async () => {
    const data = await draw('plain', SIDE, 3, noise);
    const base = await store('colour', COLOUR);
    const around: PictureInput = { ...COLOUR, mean: 127.5, scale: 127.5 };
    const answers = await answer(base, data);
    expectSame(await answer(await store('around', around, readAroundZero(WEIGHTS)), data), answers);
    // The same weights make something else of another range.
    expect(differ(await answer(await store('wrong', around), data), answers)).toBeGreaterThan(1e-3);
  });
});
