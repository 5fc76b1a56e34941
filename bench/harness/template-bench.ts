import { join } from 'node:path';
import { EngineProcess } from '@graft/engine/host';
import { graphSchema, type DatasetCard, type Graph, type JsonObject } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import { catalogue } from '@graft/nodes';
import { compile, type HistoryRow, type StepOutputs } from '@graft/plan';
import { resourcesOf } from '../../libs/engine/src/testing/bundled-data';
import { TestSupervisor } from '../../libs/engine/src/testing/run-plan';
import type { TestStore } from '../../libs/engine/src/testing/test-store';

/** What a graph gave, by the id of its nodes. */
export interface NodeResults {
  summary(node: string): JsonObject;
  /** A file that a node made, read as JSON. */
  artifact(node: string, output: string): Promise<unknown>;
  /** Rows of the history of a node that trains. */
  history(node: string): Promise<readonly HistoryRow[]>;
}

/** Runs graphs on one real engine; what a step gave is not computed again, nor are rows of features. */
export class TemplateBench {
  readonly #shards = new Map<string, string[]>();
  readonly #outputs: Record<string, StepOutputs> = {};

  private constructor(
    private readonly store: TestStore,
    private readonly engine: EngineProcess,
    private readonly cards: { datasets: readonly DatasetCard[]; bases: readonly BaseCard[] },
  ) {}

  static async open(
    root: string,
    store: TestStore,
    cards: { datasets: readonly DatasetCard[]; bases: readonly BaseCard[] },
  ): Promise<TemplateBench> {
    const entry = join(root, 'apps/worker/dist/engine.js');
    return new TemplateBench(store, await EngineProcess.start({ entry, threads: 2 }), cards);
  }

  async run(document: unknown): Promise<NodeResults> {
    const graph: Graph = graphSchema.parse(document);
    const resources = resourcesOf(this.cards.datasets, this.cards.bases);
    const compiled = compile(graph, catalogue, resources);
    if (!compiled.ok) throw new Error(compiled.issues.map(({ message }) => message).join('\n'));
    const { plan, nodeSteps } = compiled;
    const supervisor = new TestSupervisor(this.store, plan, 2);
    for (const [key, digests] of this.#shards) supervisor.shards.set(key, digests);
    Object.assign(supervisor.outputs, this.#outputs);
    await supervisor.runAll(
      this.engine,
      plan.steps.filter(({ id, kind }) => kind !== 'register-model' && !(id in this.#outputs)),
    );
    for (const [key, digests] of supervisor.shards) this.#shards.set(key, digests);
    Object.assign(this.#outputs, supervisor.outputs);
    const outputsOf = (node: string) => supervisor.outputs[nodeSteps[node] ?? ''];
    const read = (node: string, output: string): Promise<unknown> =>
      this.store.readJson(outputsOf(node)?.artifacts[output]?.digest ?? '');
    return {
      summary: (node) => outputsOf(node)?.summary ?? {},
      artifact: (node, output) => read(node, output),
      history: async (node) => ((await read(node, 'history')) as { rows: [] }).rows,
    };
  }

  close(): Promise<void> {
    return this.engine.kill();
  }
}
