import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resources } from '@graft/graph';
import { EngineProcess, type EngineOptions } from '../host';
import { bundleEngine, type BundledEngine } from './bundle-engine';
import { resourcesOf, storeDataset, storeEfficientNet } from './bundled-data';
import { TestStore } from './test-store';

/** The engine as it ships, a folder and a blob store: all that a test file runs steps with. */
export class EngineRoom {
  readonly store: TestStore;
  private readonly engines: EngineProcess[] = [];

  private constructor(
    readonly folder: string,
    private readonly bundle: BundledEngine,
  ) {
    this.store = new TestStore(folder);
  }

  static async open(): Promise<EngineRoom> {
    const bundle = await bundleEngine();
    return new EngineRoom(await mkdtemp(join(tmpdir(), 'graft-engine-')), bundle);
  }

  /** The program: give it to EngineProcess.start. */
  get entry(): string {
    return this.bundle.entry;
  }

  /** Starts an engine on one thread, whose results are always the same to the last bit. */
  async start(options: Pick<EngineOptions, 'mostDataBytes'> = {}): Promise<EngineProcess> {
    const engine = await EngineProcess.start({ entry: this.entry, threads: 1, ...options });
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
    await this.bundle.remove();
    await rm(this.folder, { recursive: true, force: true });
  }
}
