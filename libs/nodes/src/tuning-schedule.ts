/** How the learning rate of a fold's second phase goes: up over a tenth of its steps, then down to nothing. */
export const TUNING_SCHEDULE = { schedule: 'cosine', warmUp: 0.1 } as const;
