import type { TrainingParams } from '../training-params';
import type { CodeLanguage } from '@graft/model';

interface RateContext {
  readonly language: CodeLanguage;
  readonly stepsPerEpoch: number;
  /** Expression of the learning rate that all others are shares of. */
  readonly learningRate: string;
}

/** Where one cycle turns, and how small it starts and ends: those of fastai's `fit_one_cycle`. */
const RISE = 0.25;
const START = 1 / 25;
const END = 1e-5;

/**
 * The learning rate as an expression of `step`, counted from 0; null where it never changes, or where
 * it follows what is measured (plateau).
 */
export function writeRate(params: TrainingParams, context: RateContext): string | null {
  const { epochs, warmUp, schedule } = params;
  const { learningRate } = context;
  const total = epochs * context.stepsPerEpoch;
  const warm = Math.round(warmUp * total);
  const rising = (later: string) => {
    const line = `${learningRate} * (step + 1) / ${String(warm)}`;
    return warm === 0 ? later : choose(context.language, `step < ${String(warm)}`, line, later);
  };
  switch (schedule) {
    case 'constant':
      return warm === 0 ? null : rising(learningRate);
    case 'cosine': {
      const progress = divide(warm === 0 ? 'step' : `(step - ${String(warm)})`, total - warm);
      return rising(`${learningRate} * ${halfCosine(context.language, progress)}`);
    }
    case 'step': {
      const every = String(context.stepsPerEpoch * params.scheduleEpochs);
      const drops =
        context.language === 'node' ? `Math.floor(step / ${every})` : `(step // ${every})`;
      return rising(`${learningRate} * ${show(params.scheduleFactor)} ** ${drops}`);
    }
    case 'one-cycle':
      return writeCycle(learningRate, total, context.language);
    case 'plateau':
      return null;
  }
}

function writeCycle(rate: string, total: number, language: CodeLanguage): string {
  const last = Math.max(1, total - 1);
  const turn = show(RISE * last);
  const up = `(1 - ${show(1 - START)} * ${halfCosine(language, divide('step', RISE * last))})`;
  const fall = divide(`(step - ${turn})`, (1 - RISE) * last);
  const down = `(${show(END)} + ${show(1 - END)} * ${halfCosine(language, fall)})`;
  return `${rate} * ${choose(language, `step < ${turn}`, up, down, true)}`;
}

function halfCosine(language: CodeLanguage, progress: string): string {
  const math =
    language === 'node'
      ? { cos: 'Math.cos', pi: 'Math.PI' }
      : { cos: 'keras.ops.cos', pi: 'math.pi' };
  return `(1 + ${math.cos}(${math.pi} * ${progress})) / 2`;
}

function divide(what: string, by: number): string {
  return `${what} / ${show(Math.max(1, by))}`;
}

function choose(
  language: CodeLanguage,
  test: string,
  yes: string,
  no: string,
  bracketed = false,
): string {
  // In Keras the step is a tensor: Python itself would choose once, for all steps.
  if (language === 'keras') return `keras.ops.where(${test}, ${yes}, ${no})`;
  const text = `${test} ? ${yes} : ${no}`;
  return bracketed ? `(${text})` : text;
}

function show(value: number): string {
  return String(Number(value.toPrecision(12)));
}
