import type { ExitCode } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { saveDownload } from './save-download';

export interface ExportDatasetOptions extends StackOptions {
  json?: boolean;
  out?: string;
}

/** Writes the newest version of a data set as a folder with a sub-folder a class, or as a zip. */
export async function exportDataset(
  dataset: string,
  options: ExportDatasetOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { client } = await requireStack(options);
  const path = options.out ?? `${dataset.replace(/[^\w.-]/g, '_')}.zip`;
  await saveDownload(path, await client.exportDataset({ params: { dataset } }));
  if (options.json) printJson(terminal, { path });
  else terminal.out(`${path}\n`);
  return 0;
}
