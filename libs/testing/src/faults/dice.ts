import { createHash } from 'node:crypto';

/** Chance that comes out the same for the same seed, on every machine and version of Node. */
export class Dice {
  private rolls = 0;

  constructor(private readonly seed: string) {}

  /** Uniform in [0, 1). */
  next(): number {
    const digest = createHash('sha256').update(`${this.seed}:${this.rolls}`).digest();
    this.rolls += 1;
    return digest.readUInt32BE(0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }
}
