import { FILE_FORMATS, type FileFormat } from '@graft/model';
import { UsageError, type ExitCode } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { saveDownload } from './save-download';

export interface ExportOptions extends StackOptions {
  json?: boolean;
  format: string;
  float16?: boolean;
  out?: string;
}

/** Writes a registered model or a base as a zip or folder. `model` may name a version: `objects@2`. */
export async function exportModel(
  model: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = readFormat(options.format);
  const [, ref = model, version] = /^(.+)@(\d+)$/.exec(model) ?? [];
  const { client } = await requireStack(options);
  const response = await client.exportModel({
    params: { model: ref },
    query: {
      format,
      weights: options.float16 ? 'float16' : 'float32',
      ...(version === undefined ? {} : { version }),
    },
  });
  const path = options.out ?? `${ref.replace(/[^\w.-]/g, '_')}-${format}.zip`;
  await saveDownload(path, response);
  if (options.json) printJson(terminal, { path, format });
  else terminal.out(`${path}\n`);
  return 0;
}

function readFormat(text: string): FileFormat {
  const format = FILE_FORMATS.find((each) => each === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format ${text}: there are ${FILE_FORMATS.join(', ')}.`);
}
