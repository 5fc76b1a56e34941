import { UserError } from '@graft/errors';
import { countExamples, type Augmentation } from '@graft/graph';
import type { ModelSpec, Shape } from '@graft/model';
import type { TrainingParams } from '../training-params';
import type { CodeScope } from './code-part';
import { nameData } from './code-training';
import { writeRead } from './write-read';

/** What all views of a training may take in memory. */
const MOST_BYTES = 2 * 1024 ** 3;

/** How many views of each picture a script makes; null where pictures are shown as they are. */
export function countViews(
  augmentation: Augmentation | undefined,
  { epochs }: Pick<TrainingParams, 'epochs'>,
): number | null {
  if (augmentation === undefined) return null;
  return augmentation.views === 0 ? epochs : augmentation.views;
}

/** Examples to be read in so many views each. */
export interface WantedViews {
  readonly port: string;
  /** The name of what is read has this behind that of the node. */
  readonly suffix: 'learn' | 'shown';
  readonly spec: ModelSpec;
  /** Expression of the names of the classes. */
  readonly names: string;
  readonly views: number;
  /** Frozen layers that the views go through once. */
  readonly body: { readonly name: string; readonly shape: Shape } | null;
  /** How often all views lie in memory at the same time. */
  readonly copies: 1 | 2;
}

/**
 * Reads what is learned from in its views, through the frozen layers where there are some.
 * @throws UserError `code.views` where they don't fit into memory
 */
export function readViews(
  scope: CodeScope<unknown>,
  { port, suffix, spec, names, views, body, copies }: WantedViews,
): void {
  const { rows, summary } = scope.examples(port);
  const { augmentation } = summary.recipe;
  if (augmentation === undefined) return;
  const shape = body?.shape ?? spec.layers[0]?.outputShape ?? [];
  const bytes = countExamples(summary) * shape.reduce((size, each) => size * each, 4);
  refuseTooMany(views, copies * bytes);
  const { views: drawn, change } = augmentation;
  const { x, y } = nameData(scope, suffix);
  scope.use('change-picture', 'read-views', 'show-views');
  const changes = scope.constant('VIEWS', { views, itself: drawn > 0, ...change });
  const input = writeRead(scope, spec, rows, names)
    .replace(/^[^(]*\(/, '')
    .replace(/\)$/, '');
  const through = body?.name ?? (scope.language === 'node' ? 'null' : 'None');
  scope.add(
    scope.language === 'node'
      ? `const ${scope.name(suffix)} = await readViews(${input}, ${changes}, ${through});`
      : `${x}, ${y} = read_views(${input.replace('**', '')}, ${changes}, ${through})`,
  );
}

function refuseTooMany(views: number, bytes: number): void {
  const most = Math.floor(MOST_BYTES / bytes);
  if (views <= most) return;
  throw new UserError({
    code: 'code.views',
    message: `${String(views)} views of all pictures don't fit into memory at once, as the script holds them: at most ${String(most)} do. Ask for fewer views in "Augment", or for fewer epochs where each draws a new one.`,
  });
}
