import type { Tf } from '@graft/ml';

/** Counts the tensors of one step: TensorFlow.js frees none by itself, and an engine runs many steps. */
export class TensorWatch {
  #tf: Tf | null = null;
  #before = 0;
  /** At the end of the first epoch of the training under way: its optimiser has made what it keeps. */
  #atFirstEpoch: number | null = null;
  #mostGrown = 0;

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

  /** At the end of every epoch; epoch 0 is the measurement before a training's first batch. */
  closeEpoch(epoch: number): void {
    const left = this.countLeft();
    if (epoch === 0) this.#atFirstEpoch = null;
    else this.#atFirstEpoch ??= left;
    this.#mostGrown = Math.max(this.#mostGrown, left - (this.#atFirstEpoch ?? left));
  }

  /** By how many more tensors than after its first epoch any training of the step ended an epoch. */
  get grownOverEpochs(): number {
    return this.#mostGrown;
  }

  /** Those that were made and not given back; 0 where TensorFlow.js was never asked for. */
  countLeft(): number {
    return this.#tf === null ? 0 : this.#tf.memory().numTensors - this.#before;
  }
}
