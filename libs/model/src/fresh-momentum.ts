/**
 * Momentum of batch statistics that start from nothing. Keras' 0.99 forgets the first ones after some
 * 500 steps; a few hundred pictures make 10 to 20 steps an epoch, so validation would measure stale
 * statistics, and early stopping and the choice of a learning rate would believe it.
 */
export const FRESH_MOMENTUM = 0.9;
