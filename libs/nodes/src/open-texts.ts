import { createTokeniser, type InputSpec, type Tokeniser } from '@graft/model';
import type { ExampleSet, StepContext } from './define-step';

export type TokenInput = Extract<InputSpec, { kind: 'tokens' }>;

/** The texts of a selection as rows of tokens, in memory: a text is small. */
export interface Texts {
  readonly examples: ExampleSet;
  readonly length: number;
  /** Texts without a word that the model knows: all it can do with them is guess. */
  readonly unknown: number;
  /** Rows of the examples at these places, one after the other. */
  readonly gather: (indices: Int32Array) => Int32Array;
}

/** Reads all texts of a selection and looks their words up in the model's vocabulary. */
export async function openTexts(
  context: Pick<StepContext, 'readArtifact'>,
  input: TokenInput,
  examples: ExampleSet,
): Promise<Texts> {
  const tokeniser = await openTokeniser(context, input);
  const { length } = input;
  const count = examples.examples.length;
  const tokens = new Int32Array(count * length);
  for (let place = 0; place < count; place++) {
    const text = new TextDecoder().decode(await examples.readBytes(place));
    tokens.set(tokeniser.encode(text, length), place * length);
  }
  const rowAt = (place: number): Int32Array =>
    tokens.subarray(place * length, (place + 1) * length);
  const places = Array.from({ length: count }, (_, place) => place);
  return {
    examples,
    length,
    unknown: places.filter((place) => rowAt(place)[0] === 0).length,
    gather: (indices) => {
      const rows = new Int32Array(indices.length * length);
      indices.forEach((place, row) => {
        rows.set(rowAt(place), row * length);
      });
      return rows;
    },
  };
}

/** The words that a model for texts knows. */
export async function openTokeniser(
  context: Pick<StepContext, 'readArtifact'>,
  { vocabulary }: TokenInput,
): Promise<Tokeniser> {
  return createTokeniser(await context.readArtifact(vocabulary));
}
