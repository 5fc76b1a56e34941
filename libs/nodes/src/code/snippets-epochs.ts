/** What scripts for Node do before each step and after each epoch; Keras has callbacks of its own for that. */
export const NODE_EPOCHS = {
  'follow-rate': `
/** Sets the learning rate before each step, counted from 0. */
function followRate(optimizer, rate) {
  let step = 0;
  return {
    onBatchBegin() {
      // Momentum keeps its rate as a tensor, which only its own method changes.
      if (optimizer.setLearningRate) optimizer.setLearningRate(rate(step));
      else optimizer.learningRate = rate(step);
      step += 1;
    },
  };
}`,
  'wait-for-plateau': `
/** Multiplies the learning rate by \`factor\` after \`patience\` epochs in which a figure got no better by 1e-4, as Keras does. */
function waitForPlateau(optimizer, { monitor, factor, patience }) {
  const better = (a, b) => (monitor.endsWith('acc') ? a - b : b - a) > 1e-4;
  let [best, waited, rate] = [undefined, 0, optimizer.learningRate];
  return {
    onEpochEnd(_epoch, { [monitor]: value }) {
      waited += 1;
      if (best === undefined || better(value, best)) [best, waited] = [value, 0];
      if (waited < patience) return;
      [waited, rate] = [0, rate * factor];
      if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
      else optimizer.learningRate = rate;
    },
  };
}`,
  'watch-epochs': `
/** Stops after \`patience\` epochs without a better figure, and ends with the best weights if wanted. */
function watchEpochs(model, { monitor, patience, keepBest }) {
  const better = (a, b) => (monitor.endsWith('acc') ? a > b : a < b);
  let best;
  return {
    onEpochEnd(epoch, figures) {
      if (best !== undefined && !better(figures[monitor], best.value)) {
        if (epoch - best.epoch >= patience) model.stopTraining = true;
        return;
      }
      tf.dispose(best?.weights ?? []);
      const weights = keepBest ? model.getWeights().map((each) => each.clone()) : [];
      best = { epoch, value: figures[monitor], weights };
    },
    onTrainEnd() {
      if (keepBest && best !== undefined) model.setWeights(best.weights);
    },
  };
}`,
  'show-epochs': `
/** Says after each epoch how it went. */
const showEpochs = {
  onEpochEnd(epoch, figures) {
    const words = Object.entries(figures).map(([name, value]) => \`\${name} \${value.toFixed(4)}\`);
    console.log(\`epoch \${epoch + 1}: \${words.join(', ')}\`);
  },
};`,
} as const;
