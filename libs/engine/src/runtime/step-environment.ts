import { cpus } from 'node:os';
import {
  digestJson,
  selectExamples,
  type Catalogue,
  type JsonObject,
  type Selection,
} from '@graft/graph';
import type { WeightMap } from '@graft/ml';
import { listSourceSteps, type ModelSpec, type WeightSpec } from '@graft/model';
import type {
  CheckpointStore,
  ComparedLayer,
  ExampleSet,
  ExecutorName,
  FeatureStore,
  FeatureTable,
  LoadedTensorFlow,
  Offer,
  OnnxTrial,
  Picture,
  PrefixExecutor,
  QuantisedExecutor,
  StepContext,
} from '@graft/nodes/steps';
import {
  EXTRACTION,
  type Artifact,
  type EngineMessage,
  type HistoryRow,
  type Progress,
  type StartMessage,
  type StepOutputs,
} from '@graft/plan';
import { decodePicture } from '../data/decode-picture';
import { ExampleReader } from '../data/example-reader';
import { LocalFiles } from '../data/local-files';
import { readManifest } from '../data/read-manifest';
import { chooseExecutor } from '../execute-prefix/choose-executor';
import { KeptExecutors } from '../execute-prefix/kept-executors';
import { openOnnxPrefix } from '../execute-prefix/onnx';
import { tryOnnx } from '../execute-prefix/try-onnx';
import { openQuantisedPrefix } from '../execute-prefix/quantised';
import { openTfjsPrefix } from '../execute-prefix/tfjs';
import { openFeatureStore } from '../features/open-feature-store';
import { openFeatureTable } from '../features/open-feature-table';
import { loadWeights } from '../load-weights';
import type { CommandQueue } from './command-queue';
import { loadTensorFlow } from './load-tensorflow';
import { missingInput } from './missing-input';
import { openCheckpoints } from './open-checkpoints';
import { watchPeakMemory } from './peak-memory';
import { Reporter } from './reporter';
import { Scratch } from './scratch';
import { TensorWatch } from './tensor-watch';
import { yieldToHost } from './yield-to-host';

export interface StepServices {
  readonly start: StartMessage;
  readonly commands: CommandQueue;
  readonly catalogue: Catalogue;
  readonly send: (message: EngineMessage) => void;
}

/** One engine runs one step at a time, so nobody else uses what is kept. */
const kept = new KeptExecutors();

type OfferedFile = Extract<EngineMessage, { type: 'done' }>['outputs'][string];

/** The context of one step in the engine process: local files in, scratch files and messages out. */
export class StepEnvironment implements StepContext {
  readonly step: StartMessage['step'];
  readonly threads: number;
  readonly processor = `${process.arch} ${cpus()[0]?.model ?? 'processor'}`;
  readonly microBatches: number;
  readonly checkpoints: CheckpointStore;
  readonly training: StepContext['training'];
  readonly reporter: Reporter;
  readonly peakMemory = watchPeakMemory();
  readonly offered: Record<string, OfferedFile> = {};
  readonly provenance: Record<string, JsonObject[string]>;
  readonly tensors = new TensorWatch();
  readonly #services: StepServices;
  readonly #files: LocalFiles;
  readonly #scratch: Scratch;

  constructor(services: StepServices) {
    const { start, commands, send } = services;
    this.#services = services;
    this.step = start.step;
    this.threads = start.threads;
    this.microBatches = start.course.microBatches;
    this.#files = new LocalFiles(start.files);
    this.#scratch = new Scratch(start.scratch);
    this.reporter = new Reporter(send);
    this.checkpoints = openCheckpoints(start, this.#files, this.#scratch, send, this.reporter);
    this.provenance = { threads: start.threads, node: process.versions.node };
    this.training = {
      yieldToHost,
      pollCommands: () => commands.poll(),
      now: () => performance.now(),
      onRow: ({ epoch }) => {
        this.tensors.closeEpoch(epoch);
      },
    };
  }

  spec(port: string): ModelSpec {
    const spec = this.#services.start.models[this.step.models[port] ?? ''];
    if (spec !== undefined) return spec;
    throw missingInput(this.step, 'model', port);
  }

  loadWeights(weights: readonly WeightSpec[]): Promise<WeightMap> {
    return loadWeights(weights, {
      files: this.#files,
      digestOf: (step, output) => this.outputOf(step, output).digest,
    });
  }

  async tensorflow(): Promise<LoadedTensorFlow> {
    const loaded = await loadTensorFlow();
    this.tensors.watch(loaded.tf);
    this.addProvenance({ backend: loaded.backend, tfjs: loaded.tf.version_core });
    return loaded;
  }

  wired(port: string): readonly { output: string; outputs: StepOutputs }[] {
    const refs = this.step.artifacts[port] ?? [];
    return refs.map(({ step, output }) => ({ output, outputs: this.outputsOf(step) }));
  }

  outputOf(step: string, output: string): Artifact {
    const artifact = this.outputsOf(step).artifacts[output];
    if (artifact !== undefined) return artifact;
    throw missingInput(this.step, 'output', `${step}.${output}`);
  }

  readArtifact(digest: string): Promise<Uint8Array> {
    return this.#files.read(digest);
  }

  async openExamples(port: string): Promise<ExampleSet> {
    const recipe = this.step.data[port];
    if (recipe === undefined) throw missingInput(this.step, 'data', port);
    const manifest = await readManifest(this.#files, recipe.dataset);
    const selection = selectExamples(manifest, recipe, this.#services.catalogue);
    return new ExampleReader(manifest, selection, this.#files);
  }

  async readPicture(digest: string, channels: 1 | 3, name: string): Promise<Picture> {
    return decodePicture(await this.#files.read(digest), channels, { name, turn: true });
  }

  openFeatures(port: string, examples: Selection): Promise<FeatureTable> {
    const extracted = this.step.features?.steps[port];
    if (extracted === undefined) throw missingInput(this.step, 'features', port);
    return openFeatureTable(
      this.#files,
      this.outputOf(extracted, EXTRACTION.output).digest,
      examples,
    );
  }

  openFeatureStore(wanted: Selection): Promise<FeatureStore> {
    return openFeatureStore(wanted, {
      files: this.#files,
      rowKey: this.step.rowKey ?? '',
      shards: this.#services.start.shards,
      writeRows: async (bytes, examples) => {
        const { path, digest } = await this.#scratch.write('rows', bytes);
        this.#services.send({ type: 'rows', path, examples: [...examples] });
        return digest;
      },
    });
  }

  openPrefix(
    spec: ModelSpec,
    outputs: readonly string[],
    executor: ExecutorName = chooseExecutor(spec, outputs),
    compared?: ComparedLayer,
  ): Promise<PrefixExecutor> {
    const open = executor === 'onnx' ? openOnnxPrefix : openTfjsPrefix;
    return open(this, spec, outputs, compared);
  }

  tryOnnx(file: Uint8Array, batches: readonly (readonly Picture[])[]): Promise<OnnxTrial[]> {
    return tryOnnx(file, batches, this.threads);
  }

  openModel(
    spec: ModelSpec,
    outputs: readonly string[],
    compared?: ComparedLayer,
  ): Promise<PrefixExecutor> {
    const prepare = () => this.openPrefix(spec, outputs, undefined, compared);
    // Weights that a step makes are named by the step, which may yet be computed anew.
    if (listSourceSteps(spec).length > 0) return prepare();
    const key = JSON.stringify([this.#nameSpec(spec), outputs, compared ?? null]);
    return this.tensors.keepWhatIsMade(() => kept.open(key, prepare));
  }

  openQuantisedPrefix(
    spec: ModelSpec,
    outputs: readonly string[],
    calibration: readonly Picture[],
  ): Promise<QuantisedExecutor> {
    return openQuantisedPrefix(this, spec, outputs, calibration);
  }

  reportProgress(progress: Progress): void {
    this.reporter.reportProgress(progress);
  }

  reportRow(row: HistoryRow): void {
    this.tensors.closeEpoch(row.epoch);
    this.reporter.reportRow(row);
  }

  reportNote(level: 'info' | 'warning', code: string, message: string): void {
    this.#services.send({ type: 'note', level, code, message });
  }

  async betweenBatches(): Promise<void> {
    await yieldToHost();
    this.#services.commands.throwIfStopped();
  }

  async offer(output: string, offer: Offer): Promise<{ digest: string; bytes: number }> {
    const written = await this.#scratch.write(output, offer.bytes);
    this.offered[output] = {
      kind: offer.kind,
      path: written.path,
      ...(offer.parts === undefined ? {} : { parts: [...offer.parts] }),
    };
    return written;
  }

  addProvenance(facts: JsonObject): void {
    Object.assign(this.provenance, facts);
  }

  /** Closes files and sends what the reporter still holds. */
  async close(): Promise<void> {
    this.reporter.flush();
    await this.#files.close();
  }

  /** The digest that the plan has for a spec: making one of a large spec takes as long as some pictures. */
  #nameSpec(spec: ModelSpec): string {
    const known = Object.entries(this.#services.start.models).find(([, each]) => each === spec);
    return known?.[0] ?? digestJson({ spec });
  }

  outputsOf(step: string): StepOutputs {
    const outputs = this.#services.start.outputs[step];
    if (outputs !== undefined) return outputs;
    throw missingInput(this.step, 'output', step);
  }
}
