import { UnexpectedError } from '@graft/errors';
import { toExampleRow, type DatasetManifest } from './dataset-manifest';
import type { DataOperation, DataRecipe, Selection } from './dataset-summary';
import type { AnyNodeDefinition, Catalogue, DataSelector } from './node-definition';

/**
 * Applies a recipe to a data set version: each operation by the node kind that defines it, in order.
 * @throws UnexpectedError `data.unknown-operation` when the recipe names an operation that this
 * version lacks
 */
export function selectExamples(
  manifest: DatasetManifest,
  recipe: DataRecipe,
  catalogue: Catalogue,
): Selection {
  const whole: Selection = {
    classes: manifest.classes,
    examples: manifest.examples.map(toExampleRow),
  };
  return recipe.operations.reduce(
    (selection, operation) => applyOperation(selection, operation, catalogue),
    whole,
  );
}

function applyOperation(
  selection: Selection,
  operation: DataOperation,
  catalogue: Catalogue,
): Selection {
  const definition = catalogue.get(operation.kind);
  if (definition?.data === undefined || definition.version !== operation.version) {
    throw new UnexpectedError({
      code: 'data.unknown-operation',
      message: `The examples are selected by "${operation.kind}" version ${String(operation.version)}, which this version of Graft does not have. Run the pipeline again to plan it anew.`,
    });
  }
  const params: unknown = definition.params.parse(operation.params);
  return selectorOf(definition).select(selection, params, operation.port);
}

/** A catalogue forgets the parameter type; `params.parse` above has just established it. */
function selectorOf(definition: AnyNodeDefinition): DataSelector<unknown> {
  return definition.data as DataSelector<unknown>;
}
