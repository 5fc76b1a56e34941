import { UnexpectedError, UserError } from '@graft/errors';
import { selectExamples, type Catalogue, type DatasetManifest, type Selection } from '@graft/graph';
import type { CodeSelection } from './code-part';
import { nameExampleFiles } from './name-example-files';
import type { WrittenCode } from './write-code';

/** A picture by its file below the folder `data`, or a text. */
type ListedExample = { readonly label: string } & (
  { readonly file: string } | { readonly text: string }
);

/** Characters of the list; it is made in memory. */
const MOST_TEXT = 100_000_000;

/**
 * The text of `examples.json`: for each list that a script reads its examples, one a line. They are
 * those that a run takes, selected by the same rules from the same version of the data set.
 */
export async function writeExamples(
  { selections, sources }: Pick<WrittenCode, 'selections' | 'sources'>,
  catalogue: Catalogue,
  load: (digest: string) => Promise<DatasetManifest>,
): Promise<string> {
  const parts: string[] = [];
  let left = MOST_TEXT;
  for (const each of selections) {
    const { name, recipe } = each;
    const manifest = await load(recipe.dataset);
    const folder = sources.find(({ dataset }) => dataset?.digest === recipe.dataset)?.dataset
      ?.folder;
    const selection = selectExamples(manifest, recipe, catalogue);
    const listed = each.tell?.(selection) ?? listExamples(manifest, selection, each, folder);
    const rows = listed.map((row) => JSON.stringify(row));
    left -= rows.reduce((sum, row) => sum + row.length, 0);
    if (left < 0) throw refuseSize();
    parts.push(`${JSON.stringify(name)}: [\n${rows.join(',\n')}\n]`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

function listExamples(
  manifest: DatasetManifest,
  selection: Selection,
  { pick }: CodeSelection,
  folder: string | undefined,
): ListedExample[] {
  const { classes } = selection;
  const examples =
    pick?.(selection).flatMap((place) => selection.examples[place] ?? []) ?? selection.examples;
  const nameOf = (label: number): string => classes[label] ?? '';
  // What is selected names its content only; filters renumber the labels of what a data set holds.
  const stored = new Map(manifest.examples.map((each) => [`${each.sha256} ${each.name}`, each]));
  const fileOf = nameExampleFiles(manifest);
  return examples.map((example) => {
    const whole = stored.get(`${example.sha256} ${example.name}`);
    const label = nameOf(example.label);
    if (whole !== undefined && 'text' in whole) return { text: whole.text, label };
    if (folder === undefined) {
      throw new UnexpectedError({ code: 'code.folder', message: 'No folder for these pictures.' });
    }
    return {
      file: `${folder}/${fileOf({ ...example, label: whole?.label ?? example.label })}`,
      label,
    };
  });
}

function refuseSize(): UserError {
  return new UserError({
    code: 'code.examples',
    message:
      'The list of examples would be larger than 100 MB. Put a "Sample" node behind the data set.',
  });
}
