import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resources } from '@graft/graph';
import { EngineProcess, type EngineOptions } from '../host';
import { builtEngine } from './built-engine';
import { resourcesOf, storeDataset, storeEfficientNet } from './bundled-data';
import { TestStore } from './test-store';

/** The engine as it ships, a folder and a blob store: all that a test file runs steps with. */
export class EngineRoom {
  readonly store: TestStore;
  private readonly engines: EngineProcess[] = [];

  private constructor(readonly folder: string) {
    this.store = new TestStore(folder);
  }

  static async open(): Promise<EngineRoom> {
    return new EngineRoom(await mkdtemp(join(tmpdir(), 'graft-engine-')));
  }

  /** Starts an engine on one thread, whose results are always the same to the last bit. */
  async start(options: Pick<EngineOptions, 'mostDataBytes'> = {}): Promise<EngineProcess> {
    const engine = await EngineProcess.start({ entry: builtEngine, threads: 1, ...options });
    this.engines.push(engine);
    return engine;
  }

  /** Stores so many pictures of each class of bundled data sets, and EfficientNet-Lite0 where it is asked for. */
  async storePictures(
    perClass: Readonly<Record<string, number>>,
    { base = false } = {},
  ): Promise<Resources> {
    const { store } = this;
    const datasets = await Promise.all(
      Object.entries(perClass).map(([name, count]) => storeDataset(store, name, count)),
    );
    return resourcesOf(datasets, base ? [await storeEfficientNet(store)] : []);
  }

  async killEngines(): Promise<void> {
    await Promise.all(this.engines.splice(0).map((engine) => engine.kill()));
  }

  /** Ends the engines and leaves no file behind. */
  async close(): Promise<void> {
    await this.killEngines();
    await rm(this.folder, { recursive: true, force: true });
  }
}
