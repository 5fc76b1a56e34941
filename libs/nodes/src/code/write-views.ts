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
  { epochs }: TrainingParams,
): number | null {
  if (augmentation === undefined) return null;
  return augmentation.views === 0 ? epochs : augmentation.views;
}

/**
 * Reads what is learned from in its views, through the frozen layers where there are some.
 * @throws UserError `code.views` where they don't fit into memory
 */
export function readViews(
  scope: CodeScope<unknown>,
  {
    spec,
    names,
    views,
    body,
  }: {
    readonly spec: ModelSpec;
    readonly names: string;
    readonly views: number;
    readonly body: { readonly name: string; readonly shape: Shape } | null;
  },
): void {
  const { rows, summary } = scope.examples('train');
  const { augmentation } = summary.recipe;
  if (augmentation === undefined) return;
  const shape = body?.shape ?? spec.layers[0]?.outputShape ?? [];
  refuseTooMany(views, countExamples(summary) * shape.reduce((size, each) => size * each, 4));
  const { views: drawn, change } = augmentation;
  const { x, y } = nameData(scope, 'learn');
  scope.use('change-picture', 'read-views', 'show-views');
  const changes = scope.constant('VIEWS', { views, itself: drawn > 0, ...change });
  const input = writeRead(scope, spec, rows, names)
    .replace(/^[^(]*\(/, '')
    .replace(/\)$/, '');
  const through = body?.name ?? (scope.language === 'node' ? 'null' : 'None');
  scope.add(
    scope.language === 'node'
      ? `const ${scope.name('learn')} = await readViews(${input}, ${changes}, ${through});`
      : `${x}, ${y} = read_views(${input.replace('**', '')}, ${changes}, ${through})`,
  );
}

function refuseTooMany(views: number, bytes: number): void {
  const most = Math.floor(MOST_BYTES / bytes);
  if (views <= most) return;
  throw new UserError({
    code: 'code.views',
    message: `${String(views)} views of all pictures don't fit into memory at once, as the script holds them: at most ${String(most)} do.`,
  });
}
