import { UnexpectedError } from '@graft/errors';
import {
  toExampleRow,
  type AnyNodeDefinition,
  type Catalogue,
  type DataOperation,
  type DatasetManifest,
  type DataRecipe,
  type DataSelector,
  type Selection,
} from '@graft/graph';

/**
 * Applies a recipe to a data set version: each operation by the node kind that defines it, in order.
 * @throws UnexpectedError `data.unknown-operation` when the plan names an operation this engine lacks
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
      message: `The plan selects examples by "${operation.kind}" version ${String(operation.version)}, which this engine does not have. Run the pipeline again to plan it anew.`,
    });
  }
  const params: unknown = definition.params.parse(operation.params);
  return selectorOf(definition).select(selection, params, operation.port);
}

/** A catalogue forgets the parameter type; `params.parse` above has just established it. */
function selectorOf(definition: AnyNodeDefinition): DataSelector<unknown> {
  return definition.data as DataSelector<unknown>;
}
