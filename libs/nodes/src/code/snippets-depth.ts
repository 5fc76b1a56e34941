/** Optimisers that move some layers less or later than others, one for each language. */
export const KERAS_DEPTH = {
  'learn-by-depth': `
def by_depth(kind, paces, decay=0, **settings):
    """An optimiser that moves some layers by a share of the learning rate, from a step on, counted from 0.
    Who joins later starts anew. \`decay\` shrinks all weights but biases and those of normalisation."""

    def pace_of(variable):
        return paces.get(variable.path.split("/")[-2], (1, 0))

    class ByDepth(kind):
        first = 0

        @property
        def iterations(self):
            steps = super().iterations
            return keras.ops.maximum(steps - self.first, 0) if self.first else steps

        def build(self, variables):
            super().build(variables)
            self.paces = [pace_of(variable) for variable in variables]

        def apply(self, grads, trainable_variables=None):
            variables = trainable_variables or self._trainable_variables
            steps = super().iterations
            shown = [
                keras.ops.where(steps >= pace_of(variable)[1], keras.ops.convert_to_tensor(grad), 0)
                for grad, variable in zip(grads, variables)
            ]
            super().apply(shown, trainable_variables)

        def update_step(self, gradient, variable, learning_rate):
            share, first = self.paces[self._get_variable_index(variable)]
            rate = keras.ops.where(super().iterations >= first, learning_rate * share, 0.0)
            if decay and len(variable.shape) > 1:
                self.assign(variable, variable * (1 - rate * decay))
            self.first = first
            super().update_step(gradient, variable, rate)
            self.first = 0

    return ByDepth(**settings)`,
} as const;

export const NODE_DEPTH = {
  'learn-by-depth': `
/**
 * An optimiser that moves some layers by a share of the learning rate, from a step on, counted from 0.
 * Who joins later starts anew. It shrinks all weights but biases and those of normalisation by \`decay\`,
 * and scales gradients down whose common norm exceeds \`clip\`. Momentum adds up steps, as in Keras: that of
 * TensorFlow.js adds up gradients, and a new learning rate would change what is left of older steps too.
 */
class ByDepth extends tf.Optimizer {
  constructor(make, model, { rate, paces = {}, decay = 0, clip = 0 }) {
    super();
    Object.assign(this, { learningRate: rate, decay, clip, step: 0, groups: new Map() });
    for (const layer of model.layers) {
      const [share, first] = paces[layer.name] ?? [1, 0];
      const key = \`\${share} from \${first}\`;
      const group = this.groups.get(key) ?? { share, first, weights: new Map(), optimizer: make() };
      for (const weight of layer.trainableWeights) group.weights.set(weight.read().name, weight);
      this.groups.set(key, group);
    }
  }
  applyGradients(all) {
    const moving = [...this.groups.values()].filter(({ first }) => first <= this.step);
    const groups = moving.map((group) => ({
      ...group,
      gradients: all.filter(({ name }) => group.weights.has(name)),
    }));
    const factor = this.clip === 0 ? 1 : this.shrink(groups.flatMap(({ gradients }) => gradients));
    for (const { share, weights, optimizer, gradients } of groups) {
      if (gradients.length === 0) continue;
      const rate = this.learningRate * share;
      const addsSteps = optimizer.getClassName() === 'Momentum';
      if (optimizer.setLearningRate) optimizer.setLearningRate(addsSteps ? 1 : rate);
      else optimizer.learningRate = rate;
      // Adam of Keras adds epsilon before the bias correction of the second moment.
      if (optimizer.beta2) optimizer.epsilon = 1e-7 / Math.sqrt(1 - optimizer.beta2 ** (optimizer.iterations + 1));
      for (const weight of this.decay === 0 ? [] : weights.values()) {
        if (weight.shape.length > 1) tf.tidy(() => weight.write(weight.read().mul(1 - rate * this.decay)));
      }
      const scale = addsSteps ? factor * rate : factor;
      const scaled = gradients.map(({ name, tensor }) => ({ name, tensor: tensor.mul(scale) }));
      optimizer.applyGradients(scaled);
      tf.dispose(scaled);
    }
    this.step += 1;
  }
  shrink(gradients) {
    const norm = tf.tidy(() => tf.addN(gradients.map(({ tensor }) => tensor.square().sum())).sqrt());
    return this.clip / Math.max(norm.dataSync()[0], this.clip);
  }
}`,
} as const;
