import type { ExitCode } from '../exit';
import { UsageError } from '../exit';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { findContentType, openTexts, openUpload, type Upload } from '../upload/open-upload';
import { sendFile, withFile } from '../upload/send-file';

export interface SendOptions extends StackOptions {
  json?: boolean;
}

const FORMATS = new Map([
  ['application/zip', 'zip'],
  ['text/csv', 'csv'],
  ['application/x-ndjson', 'jsonl'],
] as const);

/** Imports a zip or folder of pictures, or a CSV of texts, as a data set. */
export async function importDataset(
  path: string,
  options: SendOptions & { name: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const contentType = await findContentType(path);
  const format = new Map<string, 'zip' | 'csv' | 'jsonl'>(FORMATS).get(contentType);
  if (format === undefined) {
    throw new UsageError(
      `${path} is neither a folder nor a zip, CSV, TSV or JSONL: a data set is one of these.`,
    );
  }
  const { client } = await requireStack(options);
  const made = await withFile(path, async (file) => {
    const uploadId = await sendFile(client, file, terminal);
    return client.importUpload({ params: { uploadId }, body: { name: options.name, format } });
  });
  if (options.json) printJson(terminal, made);
  else {
    terminal.out(`${made.name}, version ${made.version}: ${made.examples} examples\n`);
    for (const { name, count } of made.classes) terminal.out(`  ${name}: ${count}\n`);
  }
  for (const { name, reason } of made.rejected) terminal.err(`left out: ${name}: ${reason}\n`);
  return 0;
}

export interface PredictOptions extends SendOptions {
  top: string;
  /** Texts to classify instead of a file. */
  text?: readonly string[];
}

/**
 * Classifies a picture, all in a folder or zip, the lines of a text file, or texts as given. `model`
 * may name a version: `objects@2`.
 */
export async function predict(
  model: string,
  path: string | undefined,
  options: PredictOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { body, contentType, name } = await openAsked(path, options.text ?? []);
  const [, ref = model, version] = /^(.+)@(\d+)$/.exec(model) ?? [];
  const { client } = await requireStack(options);
  const { predictions, rejected } = await client.predict({
    params: { model: ref },
    query: { name, top: readTop(options.top), ...(version === undefined ? {} : { version }) },
    body,
    contentType,
  });
  if (options.json) printJson(terminal, predictions);
  else {
    for (const { file, top, unsure } of predictions) {
      const shown = top.map(
        ({ label, probability }) => `${label} ${(probability * 100).toFixed(1)} %`,
      );
      const doubt = unsure ? ' (unsure: unlike all that the model has learned from)' : '';
      terminal.out(`${file}: ${shown.join(', ')}${doubt}\n`);
    }
  }
  for (const each of rejected) terminal.err(`left out: ${each.name}: ${each.reason}\n`);
  return 0;
}

function openAsked(path: string | undefined, texts: readonly string[]): Upload | Promise<Upload> {
  if (path !== undefined && texts.length === 0) return openUpload(path);
  if (path === undefined && texts.length > 0) return openTexts(texts);
  throw new UsageError('Give either a path or texts: graft predict <model> --text "red apple".');
}

function readTop(text: string): number {
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= 100) return top;
  throw new UsageError(`--top ${text}: give a whole number from 1 to 100.`);
}
