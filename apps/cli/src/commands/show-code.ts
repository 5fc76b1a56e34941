import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrors } from '@graft/graph';
import { CODE_LANGUAGES, type CodeLanguage } from '@graft/model';
import { UsageError, type ExitCode } from '../exit';
import { showIssues } from '../show/show-issues';
import { requireStack, type StackOptions } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import { readGraphFile } from './read-graph';

export interface CodeOptions extends StackOptions {
  json?: boolean;
  language: string;
  out?: string;
}

/** Writes a graph as a program: into a folder with the list of its examples, or on the screen. */
export async function showCode(
  path: string,
  options: CodeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const language = readLanguage(options.language);
  const { graph, issues } = await readGraphFile(path);
  if (!graph) {
    showIssues(terminal, issues);
    return 1;
  }
  const { client } = await requireStack(options);
  const written = await client.writeCode({ body: { graph, language } });
  if (options.out !== undefined) await writeFiles(options.out, written.files);
  if (options.json) {
    printJson(terminal, written);
    return hasErrors(written.issues) ? 1 : 0;
  }
  showIssues(terminal, written.issues);
  if (options.out === undefined) terminal.out(written.files[0]?.text ?? '');
  else for (const { name } of written.files) terminal.out(`${join(options.out, name)}\n`);
  return hasErrors(written.issues) ? 1 : 0;
}

function readLanguage(text: string): CodeLanguage {
  const language = CODE_LANGUAGES.find((each) => each === text);
  if (language !== undefined) return language;
  throw new UsageError(`--language ${text}: there are ${CODE_LANGUAGES.join(' and ')}.`);
}

async function writeFiles(
  folder: string,
  files: readonly { name: string; text: string }[],
): Promise<void> {
  if (files.length === 0) return;
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
}
