import * as words from '#words/runs';
import type { StepProgress } from './run-progress';
import { sayKind } from './say-kind';
import { sayValue } from './settings-format';

/** What a step is called: by its nodes or its kind, and by the setting that it tries. */
export function sayStep(
  { nodes, kind, tried }: Pick<StepProgress, 'nodes' | 'kind' | 'tried'>,
  nameOf: (nodeId: string) => string | null,
): string {
  const names = nodes.flatMap((id) => nameOf(id) ?? []).join(', ');
  const name = names === '' ? sayKind(kind) : names;
  return tried === undefined ? name : `${name}, ${sayTried(tried)}`;
}

/** "learning rate 0.01", "learning rate 0.01, repeat 2". */
function sayTried({ field, value, repeat }: NonNullable<StepProgress['tried']>): string {
  const number = repeat + 1;
  if (field === null) return words.repeatNumber(number);
  const setting = `${spellOut(field)} ${sayValue(value)}`;
  return repeat === 0 ? setting : `${setting}, ${words.repeatNumber(number)}`;
}

/** "train.learningRate" -> "learning rate". */
function spellOut(field: string): string {
  const name = field.slice(field.indexOf('.') + 1);
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
