import { classifyExamples, type Classified } from './classify-examples';
import { defineStep, type ExampleSet, type StepContext } from './define-step';
import { openExplainer, type Evidence } from './explain-answers';
import { requireImageInput } from './input-layer';
import { predictNode } from './predict.node';
import { rankLabels, type RankedLabel } from './rank-labels';
import { writeCsvRows } from './write-csv-rows';

export const PREDICTIONS_FORMAT = 'graft.predictions/1';
/** What a person looks through; the table holds them all. */
const MOST_SHOWN = 100;
const MOST_CHARACTERS = 500;
const BATCH = 8;

/** What a model takes the examples of a data set for. */
export interface PredictedExamples {
  readonly format: typeof PREDICTIONS_FORMAT;
  readonly examples: number;
  /** Every label of the model, and of how many examples it is the likeliest. */
  readonly counts: readonly { readonly label: string; readonly examples: number }[];
  /** Those that the model is least sure of, the least sure first. */
  readonly shown: readonly PredictedExample[];
}

export interface PredictedExample {
  readonly sha256: string;
  readonly name: string;
  /** As the data set has it. */
  readonly class: string;
  /** Of an example that is one, at most 500 characters. */
  readonly text?: string;
  readonly top: readonly RankedLabel[];
  /** Where in the picture lies what spoke for the likeliest label. */
  readonly evidence?: Evidence;
}

/** An example by its place, and what the model takes it for. */
interface Answer {
  readonly place: number;
  readonly top: readonly RankedLabel[];
}

/** Classifies the examples of port `dataset`. Outputs `predictions`, and `table`: one row an example, as CSV. */
export const predictStep = defineStep({
  kind: 'predict',
  async run(context) {
    const { topK, explain } = predictNode.params.parse(context.step.params);
    const labels = context.spec('model').labels ?? [];
    const classified = await classifyExamples(context, 'dataset');
    const answers = rankAnswers(classified, labels, topK);
    const least = [...answers].sort((left, right) => sureness(left) - sureness(right));
    const shown = await describe(context, classified.examples, least.slice(0, MOST_SHOWN), explain);
    const counts = labels.map((label) => ({
      label,
      examples: answers.filter(({ top }) => top[0]?.label === label).length,
    }));
    const predictions: PredictedExamples = {
      ...{ format: PREDICTIONS_FORMAT, examples: answers.length, counts, shown },
    };
    await context.offer('predictions', { kind: 'predictions', bytes: JSON.stringify(predictions) });
    const table = writeTable(classified.examples, answers, Math.min(topK, labels.length));
    await context.offer('table', { kind: 'file', bytes: table });
    const explained = shown.filter(({ evidence }) => evidence !== undefined).length;
    return { ended: 'complete', summary: { examples: answers.length, explained } };
  },
});

function rankAnswers(
  { examples, probabilities }: Classified,
  labels: readonly string[],
  topK: number,
): Answer[] {
  return examples.examples.map((_, place) => {
    const row = probabilities.subarray(place * labels.length, (place + 1) * labels.length);
    return { place, top: rankLabels(row, labels, topK) };
  });
}

const sureness = ({ top }: Answer): number => top[0]?.probability ?? 0;

async function describe(
  context: StepContext,
  examples: ExampleSet,
  answers: readonly Answer[],
  explain: number,
): Promise<PredictedExample[]> {
  const evidence = await explainAnswers(context, examples, answers.slice(0, explain));
  return Promise.all(
    answers.map(async ({ place, top }) => {
      const { sha256 = '', name = '', label = -1 } = examples.examples[place] ?? {};
      const text = examples.element.kind === 'text' ? await readText(examples, place) : undefined;
      const found = evidence.get(place);
      return {
        ...{ sha256, name, class: examples.classes[label] ?? '', top },
        ...(text === undefined ? {} : { text }),
        ...(found === undefined ? {} : { evidence: found }),
      };
    }),
  );
}

async function readText(examples: ExampleSet, place: number): Promise<string> {
  return new TextDecoder().decode(await examples.readBytes(place)).slice(0, MOST_CHARACTERS);
}

/** By place. Nothing for texts and for models whose answers no feature map explains. */
async function explainAnswers(
  context: StepContext,
  examples: ExampleSet,
  answers: readonly Answer[],
): Promise<ReadonlyMap<number, Evidence>> {
  const found = new Map<number, Evidence>();
  const spec = context.spec('model');
  if (answers.length === 0 || spec.input.kind !== 'image') return found;
  const explainer = await openExplainer(context, spec);
  if (explainer === null) return found;
  const { channels } = requireImageInput(spec);
  const prefix = await context.openPrefix(spec, [explainer.layer]);
  try {
    for (let at = 0; at < answers.length; at += BATCH) {
      const batch = answers.slice(at, at + BATCH);
      const places = batch.map(({ place }) => place);
      const values = await prefix.execute(await examples.readPictures(places, channels));
      const maps = values.get(explainer.layer) ?? new Float32Array();
      const size = maps.length / batch.length;
      batch.forEach(({ place, top }, row) => {
        const own = maps.subarray(row * size, (row + 1) * size);
        const [evidence] = explainer.explain(own, [top[0]?.label ?? '']);
        if (evidence !== undefined) found.set(place, evidence);
      });
      await context.betweenBatches();
    }
    return found;
  } finally {
    explainer.dispose();
    await prefix.dispose();
  }
}

/** In the order of the data set. */
function writeTable(examples: ExampleSet, answers: readonly Answer[], columns: number): string {
  const ranks = Array.from({ length: columns }, (_, index) => String(index + 1));
  const head = ['id', 'name', 'class', ...ranks.flatMap((rank) => [`label ${rank}`, `p ${rank}`])];
  const rows = answers.map(({ place, top }) => {
    const { sha256 = '', name = '', label = -1 } = examples.examples[place] ?? {};
    const guesses = top.flatMap((guess) => [guess.label, Number(guess.probability.toFixed(6))]);
    return [sha256, name, examples.classes[label] ?? '', ...guesses];
  });
  return writeCsvRows([head, ...rows]);
}
