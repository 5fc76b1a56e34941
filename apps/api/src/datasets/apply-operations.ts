import { UserError } from '@graft/errors';
import { selectExamples, type DatasetManifest, type ManifestExample } from '@graft/graph';
import { catalogue } from '@graft/nodes';
import { dataRecipeSchema } from '@graft/plan';

/** A data set as a recipe leaves it: its classes and, by their labels, its examples. */
export interface SelectedExamples {
  readonly classes: readonly string[];
  readonly examples: readonly ManifestExample[];
}

/**
 * Applies operations that somebody sent as JSON, as a step would.
 * @throws UserError 400 `operations.invalid`
 */
export function applyOperations(manifest: DatasetManifest, text: string): SelectedExamples {
  const operations = readOperations(text);
  const selection = selectExamples(manifest, { dataset: '', operations }, catalogue);
  const known = new Map(manifest.examples.map((each) => [keyOf(each), each]));
  const examples = selection.examples.flatMap((row) => {
    const example = known.get(keyOf(row));
    return example === undefined ? [] : [{ ...example, label: row.label }];
  });
  return { classes: selection.classes, examples };
}

/** The same content may stand in a data set under two names. */
function keyOf({ sha256, name }: Pick<ManifestExample, 'sha256' | 'name'>): string {
  return `${sha256} ${name}`;
}

function readOperations(text: string) {
  const parsed = dataRecipeSchema.shape.operations.safeParse(parseJson(text));
  if (!parsed.success) throw invalid('They are not the operations of a data recipe.');
  for (const { kind, version, params } of parsed.data) {
    const definition = catalogue.get(kind);
    if (definition?.data === undefined || definition.version !== version) {
      throw invalid(`"${kind}" version ${String(version)} selects nothing here.`);
    }
    if (!definition.params.safeParse(params).success) {
      throw invalid(`"${kind}" has no such parameters.`);
    }
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('They are not JSON.');
  }
}

function invalid(reason: string): UserError {
  return new UserError({
    status: 400,
    code: 'operations.invalid',
    message: `These operations can't be applied. ${reason}`,
  });
}
