import type { EngineMessage } from '@graft/plan';

/** How an engine process is forked. Two engines of equal options are interchangeable. */
export interface EngineOptions {
  /** The bundled engine: `apps/worker/dist/engine.js`. */
  readonly entry: string;
  /** Threads of TensorFlow, onnxruntime and OpenMP; must equal `threads` of what it runs. */
  readonly threads: number;
  /** Loads the native libraries right away; else the first step that needs one does. */
  readonly preload?: boolean;
  /** onnxruntime and TensorFlow may use a GPU. */
  readonly cuda?: boolean;
  /** Added to the otherwise empty environment. Never put credentials here. */
  readonly env?: Readonly<Record<string, string>>;
  /** Limit of the JavaScript heap in MiB (tensors are not part of it); default 2048. */
  readonly heapMb?: number;
  /** Resident memory at which a running engine is ended and its step reported as out of memory. */
  readonly mostResidentBytes?: number;
  /**
   * Memory that the engine can take at all: the kernel refuses it more (Linux). What is asked for in one
   * piece fails before it is there, which a look at resident memory comes too late for. Not for engines that
   * use a GPU: its driver maps more than it takes.
   */
  readonly mostDataBytes?: number;
  /** What the engine prints (native libraries do), in chunks, for the supervisor's log. */
  readonly onOutput?: (text: string) => void;
}

/** The last message of a step: exactly one of these. */
export type EngineOutcome = Extract<EngineMessage, { type: 'done' | 'stopped' | 'failed' }>;
/** What arrives before the last message. */
export type EngineReport = Extract<
  EngineMessage,
  { type: 'progress' | 'metrics' | 'checkpoint' | 'note' | 'rows' }
>;

export interface RunHandlers {
  /**
   * Called in order, one at a time: the next message waits until the promise settles, and the outcome
   * waits for all of them. A rejection kills the engine and rejects `run` with the same error.
   */
  onMessage(message: EngineReport): void | Promise<void>;
  /** Kills the engine at once; `run` then rejects with the signal's reason. For a polite end send `stop`. */
  readonly signal?: AbortSignal;
}
