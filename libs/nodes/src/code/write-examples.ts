import { UnexpectedError } from '@graft/errors';
import { selectExamples, type Catalogue, type DatasetManifest } from '@graft/graph';
import { nameExampleFiles } from './name-example-files';
import type { WrittenCode } from './write-code';

interface ListedExample {
  /** Below the folder `data`. */
  readonly file: string;
  readonly label: string;
}

/**
 * The text of `examples.json`: for each part that a script reads its examples, one a line. They are
 * those that a run takes, selected by the same rules from the same version of the data set.
 */
export async function writeExamples(
  { selections, sources }: Pick<WrittenCode, 'selections' | 'sources'>,
  catalogue: Catalogue,
  load: (digest: string) => Promise<DatasetManifest>,
): Promise<string> {
  const parts: string[] = [];
  for (const { name, recipe } of selections) {
    const manifest = await load(recipe.dataset);
    const folder = sources.find(({ dataset }) => dataset?.digest === recipe.dataset)?.dataset
      ?.folder;
    if (folder === undefined) {
      throw new UnexpectedError({ code: 'code.folder', message: `No folder for "${name}".` });
    }
    const rows = listExamples(manifest, recipe, catalogue, folder).map((row) =>
      JSON.stringify(row),
    );
    parts.push(`${JSON.stringify(name)}: [\n${rows.join(',\n')}\n]`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

function listExamples(
  manifest: DatasetManifest,
  recipe: WrittenCode['selections'][number]['recipe'],
  catalogue: Catalogue,
  folder: string,
): ListedExample[] {
  const { classes, examples } = selectExamples(manifest, recipe, catalogue);
  const fileOf = nameExampleFiles(manifest);
  // Filters renumber the labels; files lie where the whole data set has them.
  const labels = new Map(
    manifest.examples.map((each) => [`${each.sha256} ${each.name}`, each.label]),
  );
  return examples.map((example) => {
    const label = labels.get(`${example.sha256} ${example.name}`) ?? example.label;
    return {
      file: `${folder}/${fileOf({ ...example, label })}`,
      label: classes[example.label] ?? '',
    };
  });
}
