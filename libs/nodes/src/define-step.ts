import type { DatasetManifest, JsonObject, Selection } from '@graft/graph';
import type { Tf, TrainingHooks, WeightMap } from '@graft/ml';
import type { InputSpec, ModelSpec, WeightSpec } from '@graft/model';
import type {
  Artifact,
  CheckpointRef,
  Effect,
  HistoryRow,
  Progress,
  StartMessage,
  Step,
  StepOutputs,
} from '@graft/plan';

/** A decoded picture: 8 bits a channel, row by row, channels last. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** What a step reads through one data port: the recipe applied to its data set version. */
export interface ExampleSet extends Selection {
  readonly element: DatasetManifest['element'];
  /**
   * Decodes the pictures at these places, in this order, to the channels that the model reads.
   * @throws UserError `dataset.not-a-picture`, OperationalError `dataset.damaged`
   */
  readPictures(indices: readonly number[], channels: 1 | 3): Promise<Picture[]>;
  /** Raw bytes, verified against the example's digest; of a text its UTF-8. */
  readBytes(index: number): Promise<Uint8Array>;
}

/** Tensors of one row of the feature cache, by the name of the layer that made them. */
export interface FeatureTable {
  readonly cut: readonly string[];
  /** Without the batch dimension. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly count: number;
  /** Values of one cut layer for the examples at these places, one after the other. */
  gather(layer: string, indices: readonly number[]): Float32Array;
}

/** What runs a model forward: onnxruntime, or TensorFlow.js as the reference. */
export type ExecutorName = 'onnx' | 'tfjs';

/** One pass of the frozen prefix over pictures. */
export interface PrefixExecutor {
  readonly cut: readonly string[];
  /** Without the batch dimension. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** What computes: part of the provenance, e.g. `onnxruntime 1.30.0`. */
  readonly name: string;
  /** Values by cut layer, one example after the other in the order given. */
  execute(pictures: readonly Picture[]): Promise<Map<string, Float32Array>>;
  dispose(): Promise<void>;
}

/** A layer, one of the outputs, that is multiplied with rows of its length. */
export interface ComparedLayer {
  readonly layer: string;
  /** Of shape [count, length]. */
  readonly references: WeightSpec;
}

/** Under what name an executor gives the products of a compared layer: `count` values an example. */
export function nameProducts(layer: string): string {
  return `${layer} x references`;
}

/** A prefix in int8. */
export interface QuantisedExecutor extends PrefixExecutor {
  /** Mean cosine between its features and those in single precision, on the calibration pictures. */
  readonly cosine: number;
  /** Its features of those pictures, in their order: computed once, to be compared. */
  readonly calibrated: ReadonlyMap<string, Float32Array>;
}

/** What an ONNX file gave for a batch, or why onnxruntime could not run it. */
export type OnnxTrial =
  | { readonly ok: true; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly ok: false; readonly reason: string };

/** Rows of the feature cache as they are written: a shard. */
export interface FeatureRows {
  /** sha256 of each example, in row order. */
  readonly examples: readonly string[];
  readonly values: ReadonlyMap<string, Float32Array>;
}

/** The feature cache of one row key. */
export interface FeatureStore {
  /** Digests of the shards that are readable and hold at least one wanted row. */
  readonly shards: readonly string[];
  /** Examples whose rows exist. */
  has(sha256: string): boolean;
  /** Writes a shard, tells the supervisor, and returns its digest. */
  add(rows: FeatureRows, shapes: Readonly<Record<string, readonly number[]>>): Promise<string>;
}

/** A file that a step gives as an output. */
export interface Offer {
  readonly kind: Artifact['kind'];
  readonly bytes: Uint8Array | string;
  /** Digests of further blobs that reading it needs. */
  readonly parts?: readonly string[];
}

/** TensorFlow.js as this machine has it. */
export interface LoadedTensorFlow {
  readonly tf: Tf;
  /** `tensorflow` (native), `tensorflow (CUDA)`, `wasm` or `cpu`. */
  readonly backend: string;
}

/** Saving and loading of the step's own checkpoints. */
export interface CheckpointStore {
  readonly times: StartMessage['checkpoint'];
  /** The committed checkpoint to continue from, and its bytes. */
  load(): Promise<{ ref: CheckpointRef; bytes: Uint8Array } | null>;
  /** Writes and fsyncs the file and offers it to the supervisor. */
  save(at: { epoch: number; batch: number }, bytes: Uint8Array): Promise<void>;
}

/** Everything a step may do. It has no file system, process or network of its own. */
export interface StepContext {
  readonly step: Step;
  readonly threads: number;
  /** Family and model of the processor, as the system names it. */
  readonly processor: string;
  /** Parts in which a training computes each batch, so that it needs less memory. */
  readonly microBatches: number;
  readonly checkpoints: CheckpointStore;
  /** Command queue, clock and macrotask for the training loop, and who counts its tensors after each epoch. */
  readonly training: Pick<TrainingHooks, 'yieldToHost' | 'pollCommands' | 'now' | 'onRow'>;

  /** The spec at a model port. @throws UnexpectedError `step.no-model` */
  spec(port: string): ModelSpec;
  /** Values of weights from blobs, outputs of steps and initialisers. */
  loadWeights(weights: readonly WeightSpec[]): Promise<WeightMap>;
  /** Loads TensorFlow on the first call; steps that never ask never pay for it. */
  tensorflow(): Promise<LoadedTensorFlow>;
  /** Outputs of the steps wired to a port, in wire order. */
  wired(port: string): readonly { output: string; outputs: StepOutputs }[];
  /** Everything that an earlier step of the plan made. */
  outputsOf(step: string): StepOutputs;
  outputOf(step: string, output: string): Artifact;
  readArtifact(digest: string): Promise<Uint8Array>;
  openExamples(port: string): Promise<ExampleSet>;
  /** Pictures that lie in files of their own (the files of a prediction). */
  readPicture(digest: string, channels: 1 | 3, name: string): Promise<Picture>;
  /** Cached rows for the examples of a data port, from the step that extracted them. */
  openFeatures(port: string, examples: Selection): Promise<FeatureTable>;
  openFeatureStore(wanted: Selection): Promise<FeatureStore>;
  /**
   * Prepares a model, or the part of it up to some layers, to run on pictures.
   * @param executor default: `onnx` where every layer can be exported, else `tfjs`
   */
  openPrefix(
    spec: ModelSpec,
    outputs: readonly string[],
    executor?: ExecutorName,
  ): Promise<PrefixExecutor>;
  /**
   * Runs the first output of an ONNX file on batches of pictures, each of one size.
   * @throws UserError `model.onnx_refused` for a file that onnxruntime does not load
   */
  tryOnnx(file: Uint8Array, batches: readonly (readonly Picture[])[]): Promise<OnnxTrial[]>;
  /**
   * A whole self-contained model, kept ready for the next step of this engine that asks for it.
   * @param compared its products come beside the outputs
   */
  openModel(
    spec: ModelSpec,
    outputs: readonly string[],
    compared?: ComparedLayer,
  ): Promise<PrefixExecutor>;
  /**
   * A part of a model in int8, scaled by what occurs in the calibration pictures.
   * @throws UserError `features.imprecise` where the features would differ too much
   */
  openQuantisedPrefix(
    spec: ModelSpec,
    outputs: readonly string[],
    calibration: readonly Picture[],
  ): Promise<QuantisedExecutor>;

  /** At most two a second leave the process; the newest wins. */
  reportProgress(progress: Progress): void;
  reportRow(row: HistoryRow): void;
  /** Tells a person something about how the step runs. `code` is stable and dotted. */
  reportNote(level: 'info' | 'warning', code: string, message: string): void;
  /**
   * Between two batches: one macrotask, so that messages are seen.
   * @throws StepStopped when told to pause or cancel. Steps that checkpoint use `training` instead.
   */
  betweenBatches(): Promise<void>;
  offer(output: string, offer: Offer): Promise<{ digest: string; bytes: number }>;
  /** Adds to what is recorded of how the result came about. */
  addProvenance(facts: JsonObject): void;
}

/** How a step ended. */
export type StepResult =
  | {
      /** `changed`: its course was not the planned one, so its result is not what its key says. */
      readonly ended: 'complete' | 'changed' | 'finished-early';
      /** At most 4 KiB as JSON. */
      readonly summary: JsonObject;
      readonly effects?: readonly Effect[];
    }
  | { readonly ended: 'stopped'; readonly mode: 'pause' | 'cancel' };

export interface StepDefinition {
  readonly kind: string;
  run(context: StepContext): Promise<StepResult>;
}

/** Leaves a step between two batches because a command said so. Not an error. */
export class StepStopped extends Error {
  constructor(readonly mode: 'pause' | 'cancel') {
    super(`stopped: ${mode}`);
    this.name = 'StepStopped';
  }
}

/** Types a step definition. */
export function defineStep<const Kind extends string>(
  definition: StepDefinition & { readonly kind: Kind },
): StepDefinition & { readonly kind: Kind } {
  return definition;
}

/** What every image model reads; other inputs have no pictures. */
export type ImageInput = Extract<InputSpec, { kind: 'image' }>;
