import type { Tf } from '@graft/ml';

/** Counts the tensors of one step: TensorFlow.js frees none by itself, and an engine runs many steps. */
export class TensorWatch {
  #tf: Tf | null = null;
  #before = 0;

  /** From the first call on. */
  watch(tf: Tf): void {
    if (this.#tf !== null) return;
    this.#tf = tf;
    this.#before = tf.memory().numTensors;
  }

  /** What `make` leaves behind is kept for later steps on purpose. */
  async keepWhatIsMade<Made>(make: () => Promise<Made>): Promise<Made> {
    const left = this.countLeft();
    const made = await make();
    this.#before += this.countLeft() - left;
    return made;
  }

  /** Those that were made and not given back; 0 where TensorFlow.js was never asked for. */
  countLeft(): number {
    return this.#tf === null ? 0 : this.#tf.memory().numTensors - this.#before;
  }
}
