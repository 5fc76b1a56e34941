import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { EXPORT_FORMATS, type ExportFormat } from '@graft/model';
import { UsageError, type ExitCode } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';

export interface ExportOptions extends StackOptions {
  json?: boolean;
  format: string;
  float16?: boolean;
  out?: string;
}

/** Writes a registered model as a zip. `model` may name a version: `objects@2`. */
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
  await writeWhole(path, response);
  if (options.json) printJson(terminal, { path, format });
  else terminal.out(`${path}\n`);
  return 0;
}

function readFormat(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((each) => each === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format ${text}: there are ${EXPORT_FORMATS.join(', ')}.`);
}

/** Beside its place first: a download that breaks off leaves no half file under the name. */
async function writeWhole(path: string, { body }: Response): Promise<void> {
  const half = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(half));
    await rename(half, path);
  } finally {
    await rm(half, { force: true });
  }
}
