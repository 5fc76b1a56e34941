import type { EmbeddingConfig } from '@graft/model';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { takeInput, takeWeight, type LayerBuilder } from '../layer-builder';

/** Token 0 becomes zeros; word n reads row n - 1. */
export const embedding: LayerBuilder<EmbeddingConfig> = {
  class: 'Embedding',
  call(call) {
    const { tf } = call;
    const tokens = tf.cast(takeInput(call), 'int32');
    const rows = tf.cast<Tensor2D>(tf.maximum(tf.sub(tokens, 1), 0), 'int32');
    const vectors = tf.gather(takeWeight(call, 'embeddings'), rows);
    const isWord = tf.cast(tf.greater(tokens, 0), 'float32');
    return tf.mul(vectors, tf.expandDims(isWord, -1));
  },
};
