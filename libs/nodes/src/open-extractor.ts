import type { JsonObject } from '@graft/graph';
import type { ModelSpec } from '@graft/model';
import { EXTRACTION, MOST_CALIBRATION_PICTURES } from '@graft/plan';
import type { ExecutorName, Picture, PrefixExecutor, StepContext } from './define-step';
import { requireImageInput } from './input-layer';
import { NO_ROWS, type KnownRows } from './known-rows';

/** How rows are to be computed. */
export interface Extraction {
  readonly cut: readonly string[];
  readonly executor: ExecutorName;
  readonly precision: 'exact' | 'fast';
}

export interface OpenedExtractor {
  readonly prefix: PrefixExecutor;
  readonly facts: JsonObject;
  /** Rows that are there already. */
  readonly known: KnownRows;
}

/** The executor is part of the row key: another one rounds differently. */
export async function openExtractor(
  context: StepContext,
  spec: ModelSpec,
  { cut, executor, precision }: Extraction,
): Promise<OpenedExtractor> {
  if (precision === 'exact') {
    return { prefix: await context.openPrefix(spec, cut, executor), facts: {}, known: NO_ROWS };
  }
  context.reportProgress({ text: 'calibrating', fraction: 0, secondsLeft: null });
  const { examples, pictures } = await readCalibration(context, requireImageInput(spec).channels);
  const prefix = await context.openQuantisedPrefix(spec, cut, pictures);
  return {
    prefix,
    facts: { precision, cosine: prefix.cosine, calibrated: pictures.length },
    known: { examples, values: prefix.calibrated },
  };
}

/** The same pictures however the part is ordered: those with the smallest digests, which are random. */
async function readCalibration(
  context: StepContext,
  channels: 1 | 3,
): Promise<{ examples: string[]; pictures: Picture[] }> {
  const part = await context.openExamples(EXTRACTION.calibration);
  const byDigest = new Map(part.examples.map(({ sha256 }, place) => [sha256, place]));
  const chosen = [...byDigest]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .slice(0, MOST_CALIBRATION_PICTURES);
  const places = chosen.map(([, place]) => place);
  const examples = chosen.map(([sha256]) => sha256);
  return { examples, pictures: await part.readPictures(places, channels) };
}
