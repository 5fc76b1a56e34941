import { buildModel } from '@graft/ml';
import type { ModelSpec } from '@graft/model';
import type { StepContext } from './define-step';
import { estimateProgress } from './estimate-progress';
import { findInputLayer } from './input-layer';
import { openTokeniser, type TokenInput } from './open-texts';

const BATCH = 256;

/** A text of a prediction: its probabilities, or why there are none. */
export type ReadText =
  | {
      readonly probabilities: Float32Array;
      /** It has a word that the model knows. */ readonly known: boolean;
    }
  | { readonly error: { readonly code: string; readonly message: string } };

/** Runs a model for texts over files that hold one text each, in their order. */
export async function predictTexts(
  context: StepContext,
  spec: ModelSpec,
  input: TokenInput,
  digests: readonly string[],
): Promise<ReadText[]> {
  const { tf, backend } = await context.tensorflow();
  context.addProvenance({ executor: `tfjs ${tf.version_core} (${backend})` });
  const tokeniser = await openTokeniser(context, input);
  const weights = await context.loadWeights(spec.layers.flatMap((layer) => layer.weights));
  const model = buildModel(tf, spec, weights);
  const progress = estimateProgress(digests.length, 'texts', context);
  const answers: ReadText[] = [];
  try {
    for (let at = 0; at < digests.length; at += BATCH) {
      const part = digests.slice(at, at + BATCH);
      const texts = await Promise.all(part.map((digest) => readText(context, digest)));
      const known = texts.flatMap((text) =>
        text === null ? [] : [[...tokeniser.encode(text, input.length)]],
      );
      const rows = known.length === 0 ? [] : classify(known);
      answers.push(
        ...texts.map((text) => (text === null ? NOT_A_TEXT : (rows.shift() ?? NOT_A_TEXT))),
      );
      progress.advance(part.length);
      await context.betweenBatches();
    }
    return answers;
  } finally {
    model.dispose();
  }

  function classify(tokens: number[][]): ReadText[] {
    const values = tf.tidy(() => {
      const fed = tf.tensor2d(tokens, [tokens.length, input.length], 'int32');
      const output = model.predict({ [findInputLayer(spec)]: fed })[spec.output];
      return output?.dataSync<'float32'>().slice() ?? new Float32Array();
    });
    const size = values.length / tokens.length;
    return tokens.map(([first], row) => ({
      probabilities: values.slice(row * size, (row + 1) * size),
      known: first !== 0,
    }));
  }
}

const NOT_A_TEXT = {
  error: {
    code: 'predict.not-a-text',
    message: 'This is not a text in UTF-8, and the model reads texts.',
  },
} as const;

/** Null for what is no text: a picture sent to a model for texts. */
async function readText(context: StepContext, digest: string): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      await context.readArtifact(digest),
    );
    return text.includes('\0') ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
