import { Dice } from './dice';

export const PARTS = ['worker', 'worker-2', 'api', 'temporal', 'postgres'] as const;
export type Part = (typeof PARTS)[number];

/** One blow, at a time (milliseconds) after the round's first run was sent. */
export type Fault =
  | { at: number; type: 'kill' | 'stop'; part: Part }
  | { at: number; type: 'kill-engine' }
  | { at: number; type: 'freeze'; part: Part; milliseconds: number };

/** What a person does to a run while everything falls apart. */
export type Wish = { type: 'cancel'; at: number } | { type: 'pause'; at: number; resumeAt: number };

/** A run that is sent to the API, as often as it takes, under one Idempotency-Key. */
export interface PlannedRun {
  idempotencyKey: string;
  /** Decides the weights. Two runs of a round with one seed compute the same thing once. */
  seed: number;
  epochs: number;
  /** Name that it registers its model under. */
  model: string;
  wish: Wish | null;
}

export interface Round {
  number: number;
  runs: readonly PlannedRun[];
  /** In the order of time. */
  faults: readonly Fault[];
}

const LAST_BLOW_MS = 3500;
/** Longer than the heartbeat timeout of the test profile: a frozen attempt loses its step. */
const LONGEST_FREEZE_MS = 7000;

/** All that happens in a round, decided by seed and number alone. */
export function planRound(seed: number, number: number): Round {
  const dice = new Dice(`${seed}/${number}`);
  const faults = dice.chance(0.15) ? planStorm(dice) : planBlows(dice);
  return {
    number,
    runs: [0, 1, 2].map((at) => planRun(dice, `${seed}-${number}-${at}`, seed, number, at)),
    faults: faults.sort((left, right) => left.at - right.at),
  };
}

function planRun(
  dice: Dice,
  idempotencyKey: string,
  seed: number,
  number: number,
  at: number,
): PlannedRun {
  const twin = at === 2 && dice.chance(0.4);
  return {
    idempotencyKey,
    seed: 1 + ((seed * 7919 + number * 31 + (twin ? 0 : at)) % 2_147_483_646),
    epochs: 25,
    model: `faults-${number}-${at}`,
    wish: at === 1 && dice.chance(0.4) ? planWish(dice) : null,
  };
}

function planWish(dice: Dice): Wish {
  const at = dice.between(300, 2500);
  if (dice.chance(0.4)) return { type: 'cancel', at };
  return { type: 'pause', at, resumeAt: at + dice.between(300, 2500) };
}

function planBlows(dice: Dice): Fault[] {
  return Array.from({ length: dice.between(1, 4) }, () => planBlow(dice));
}

function planBlow(dice: Dice): Fault {
  const at = dice.between(50, LAST_BLOW_MS);
  const part = dice.pick([...PARTS, 'worker', 'worker-2'] as const);
  const fate = dice.next();
  if (fate < 0.15) return { at, type: 'kill-engine' };
  if (fate < 0.6) return { at, type: 'kill', part };
  if (fate < 0.75) return { at, type: 'stop', part };
  return { at, type: 'freeze', part, milliseconds: dice.between(200, LONGEST_FREEZE_MS) };
}

/** The plug is pulled: everything dies within a moment. */
function planStorm(dice: Dice): Fault[] {
  const begin = dice.between(200, LAST_BLOW_MS);
  return PARTS.map((part) => ({ at: begin + dice.between(0, 300), type: 'kill', part }));
}

/** Processes that a round kills or asks to stop. */
export function countKills({ faults }: Round): number {
  return faults.filter(({ type }) => type !== 'freeze').length;
}

/** For a person: `worker killed at 1.20 s`. */
export function describeFault(fault: Fault): string {
  const when = `at ${(fault.at / 1000).toFixed(2)} s`;
  if (fault.type === 'kill-engine') return `an engine killed ${when}`;
  if (fault.type !== 'freeze') {
    return `${fault.part} ${fault.type === 'kill' ? 'killed' : 'told to stop'} ${when}`;
  }
  return `${fault.part} frozen ${when} for ${(fault.milliseconds / 1000).toFixed(2)} s`;
}
